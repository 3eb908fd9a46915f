import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readApiReports, REPORTS, writeApiReports } from '../../projenrc/api-report';

const CHECKED_IN = join(__dirname, '..', '..', 'api');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-report-'));
  writeApiReports(folder);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('public API', () => {
  // After an intended change: `npx projen api-report`, and the difference goes with the change into the review.
  test.each(REPORTS)('matches the reviewed report api/%s', (report) => {
    expect(readApiReports(folder)[report]).toBe(readApiReports(CHECKED_IN)[report]);
  });
});
