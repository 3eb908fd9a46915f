import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { EXIT_OUTPUT_ERROR } from './exit-code';
import type { Report } from '../deploy';
import { InputError } from '../manifests/problem';
import { resultJson } from '../output/result-json';

/** The file of the JSON report. */
export class ReportFile {
  /**
   * Empties the file, so that the report of an earlier run cannot be mistaken for that of this one.
   * @throws InputError if the file cannot be written
   */
  public constructor(private readonly path: string) {
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
    } catch (error) {
      const message = `cannot write the report to ${path}: ${(error as Error).message}`;
      throw new InputError([{ message }]);
    }
  }

  /** Writes the report. @returns the exit code, which is not 0 if the file cannot be written */
  public write(report: Report, exitCode: number): number {
    try {
      writeFileSync(this.path, resultJson(report));
      return exitCode;
    } catch (error) {
      const { message } = error as Error;
      process.stderr.write(`error: cannot write the report to ${this.path}: ${message}\n`);
      return exitCode === 0 ? EXIT_OUTPUT_ERROR : exitCode;
    }
  }
}
