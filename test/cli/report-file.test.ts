import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ReportFile } from '../../src/cli/report-file';
import { InputError } from '../../src/manifests/problem';
import { FULL_REPORT } from '../output/reports';
import { temporaryFolder } from '../temporary-folder';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('ReportFile', () => {
  test('writes the report as JSON, in a folder that it creates', () => {
    const path = join(temporaryFolder('report-'), 'out', 'report.json');
    expect(new ReportFile(path).write(FULL_REPORT, 1)).toBe(1);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(FULL_REPORT);
  });

  test('empties the report of an earlier run at once', () => {
    const path = join(temporaryFolder('report-'), 'report.json');
    writeFileSync(path, '{"outcome":"succeeded"}');
    new ReportFile(path);
    expect(readFileSync(path, 'utf8')).toBe('');
  });

  test('is an input error when the file cannot be written, before anything is applied', () => {
    const folder = temporaryFolder('report-');
    expect(() => new ReportFile(folder)).toThrow(InputError);
    expect(() => new ReportFile(folder)).toThrow(`cannot write the report to ${folder}: `);
  });

  test.each([
    [0, 74],
    [1, 1],
  ])('turns exit code %d into %d when the file can no longer be written', (code, expected) => {
    const path = join(temporaryFolder('report-'), 'report.json');
    const file = new ReportFile(path);
    rmSync(path);
    mkdirSync(path);
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(file.write(FULL_REPORT, code)).toBe(expected);
    expect(write).toHaveBeenCalledWith(
      expect.stringMatching(/^error: cannot write the report to /),
    );
  });
});
