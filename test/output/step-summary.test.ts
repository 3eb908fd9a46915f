import { FULL_REPORT, job, report } from './reports';
import { stepSummary } from '../../src/output/step-summary';

/** GitHub rejects a summary that is larger. */
const LIMIT = 1024 * 1024;

describe('stepSummary', () => {
  test('prints a table of the Jobs, those that did not succeed first', () => {
    const { jobs, ...rest } = FULL_REPORT;
    expect(stepSummary({ ...rest, jobs: [...jobs].reverse() })).toMatchSnapshot();
  });

  test('prints no reason of a success', () => {
    const done = job({ reason: 'CompletionsReached', message: 'Reached expected number' });
    expect(stepSummary(report({ jobs: [done] }))).toContain('| ns/job | succeeded | 1m2s |  |');
  });

  test('prints errors without a table if no Job was applied', () => {
    const errors = [{ object: null, message: 'no contact', source: null }];
    expect(stepSummary(report({ outcome: 'unreachable', jobs: [], errors }))).toBe(
      '### Jobs: unreachable\n\n- no contact\n',
    );
  });

  test.each(['a | b', '<img src=x>', '[x](https://evil)', '`x', '**x**', 'one\n\n# two', '@user'])(
    'prints a reason such as %j without markup',
    (message) => {
      const summary = stepSummary(report({ jobs: [job({ outcome: 'failed', message })] }));
      const row = summary.split('\n').at(-2)!;
      expect(row).toMatch(/^\| ns\/job \| failed \| 1m2s \| [^|]* \|$/);
      expect(row.split(' | ').at(-1)).not.toMatch(/[<[`*#@](?!\d)/);
      const text = row.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
      expect(text).toContain(message.replace(/\s+/g, ' '));
    },
  );

  test('stays below the limit of GitHub, and says how many Jobs it omits', () => {
    const message = '|'.repeat(5_000);
    const failed = job({
      outcome: 'failed',
      name: 'n'.repeat(63),
      namespace: 's'.repeat(63),
      message,
    });
    const errors = Array.from({ length: 150 }, () => ({ object: null, message, source: null }));
    const jobs = [...Array.from({ length: 2_000 }, () => job()), failed];
    const summary = stepSummary(report({ outcome: 'failed', jobs, errors }));
    expect(summary).toContain('nnn | failed |');
    expect(summary).toContain('… and 50 more errors');
    expect(summary).toContain('… and 1901 more Jobs');
    const worst = stepSummary(report({ jobs: jobs.map(() => failed), errors }));
    expect(Buffer.byteLength(worst)).toBeLessThan(LIMIT / 1.5);
  });
});
