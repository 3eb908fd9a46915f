import { join } from 'node:path';
import { readApiReports, REPORTS, writeApiReports } from '../../projenrc/api-report';
import { temporaryFolder } from '../temporary-folder';

const CHECKED_IN = join(__dirname, '..', '..', 'api');

let folder: string;
beforeAll(() => {
  folder = temporaryFolder('api-report-');
  writeApiReports(folder);
}, 300_000);

describe('public API', () => {
  // After an intended change: `npx projen api-report`, and the difference goes with the change into the review.
  test.each(REPORTS)('matches the reviewed report api/%s', (report) => {
    expect(readApiReports(folder)[report]).toBe(readApiReports(CHECKED_IN)[report]);
  });
});
