import { attempt, CONFIG_MAP, FULL_REPORT, job, report } from './reports';
import type { AttemptReport, JobReport } from '../../src/deploy/core/report';
import { colorsFor } from '../../src/output/colors';
import { resultJson } from '../../src/output/result-json';
import { summaryText } from '../../src/output/summary-text';

const plain = colorsFor({ isTTY: false }, {});
const colored = colorsFor({ isTTY: true }, {});
const linesOf = (jobs: readonly JobReport[]) =>
  summaryText(report({ outcome: 'failed', jobs }), 62, plain).split('\n');

describe('summaryText', () => {
  test('prints Jobs with their evidence, then the total', () => {
    expect(summaryText(FULL_REPORT, 62, plain)).toMatchSnapshot();
  });

  test('prints one line for a Job that succeeded', () => {
    expect(summaryText(report(), 62, plain).split('\n')).toEqual([
      expect.stringMatching(/^succeeded +Job ns\/job in 1m2s$/),
      expect.stringMatching(/^1 Job succeeded/),
      '',
    ]);
  });

  test('prints what did not succeed last, and Jobs of one outcome by namespace and name', () => {
    const names = ['b', 'a'].flatMap((name) => [
      job({ name, outcome: 'failed' }),
      job({ name: `${name}-good` }),
      job({ name: `${name}-skipped`, outcome: 'skipped' }),
      job({ name, namespace: 'an', outcome: 'timed-out' }),
    ]);
    const printed = linesOf(names).map((line) => /Job (\S+)/.exec(line)?.[1]);
    expect(printed.slice(0, 8)).toEqual([
      'ns/a-good',
      'ns/a-skipped',
      'ns/b-good',
      'ns/b-skipped',
      'an/a',
      'an/b',
      'ns/a',
      'ns/b',
    ]);
  });

  test('prints the items of failed indexes as a table, the first 20 of many', () => {
    const failedItems = Array.from({ length: 25 }, (_, index) => {
      return { index, item: index === 3 ? '\u001b[2Jx\n::error::' : `item ${index}` };
    });
    const indexes = { succeeded: '', failed: '0-24', failedItems, incomplete: '' };
    const attempts = [
      attempt({ index: 3, exitCode: 1 }),
      attempt({ index: 3, exitCode: 137, reason: 'OOMKilled' }),
    ];
    const lines = linesOf([job({ outcome: 'failed', indexes, attempts })]);
    const head = lines.findIndex((line) => /^ +index +last attempt +item$/.test(line));
    expect(lines.slice(head + 1, head + 6)).toEqual([
      expect.stringMatching(/^ +0 +item 0$/),
      expect.stringMatching(/^ +1 +item 1$/),
      expect.stringMatching(/^ +2 +item 2$/),
      expect.stringMatching(/^ +3 +exit code 137 \(OOMKilled\) +\\x1b\[2Jx\\x0a::error::$/),
      expect.stringMatching(/^ +4 +item 4$/),
    ]);
    expect(lines[head + 20]).toMatch(/^ +19 +item 19$/);
    expect(lines[head + 21]).toMatch(/^ +and 5 more$/);
  });

  test('prints no table for a Job without items, and truncates a long item', () => {
    const failed = (item: string | null) => ({
      succeeded: '',
      failed: '0',
      failedItems: [{ index: 0, item }],
      incomplete: '',
    });
    const without = linesOf([job({ outcome: 'failed', indexes: failed(null) })]);
    expect(without.join()).not.toContain('item');
    const long = 'x'.repeat(10_000);
    const attempts = [attempt({ index: 0, item: long })];
    const lines = linesOf([job({ outcome: 'failed', indexes: failed(long), attempts })]);
    expect(lines.filter((line) => line.includes('xxx…'))).toHaveLength(2);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(150);
  });

  test('counts failed attempts that were not observed', () => {
    const [line] = linesOf([job({ pods: { active: 0, succeeded: 1, failed: 2 } })]);
    expect(line).toMatch(/ 2 failed attempts$/);
  });

  test('prints no indexes for a success policy that every index has met', () => {
    const [line] = linesOf([
      job({ indexes: { succeeded: '0-4', failed: '', failedItems: [], incomplete: '' } }),
    ]);
    expect(line).toMatch(/ in 1m2s$/);
  });

  test('truncates a long list of failed indexes', () => {
    const failed = Array.from({ length: 50_000 }, (_, i) => 2 * i).join();
    const [, line] = linesOf([
      job({
        outcome: 'failed',
        indexes: { succeeded: '', failed, failedItems: [], incomplete: '' },
      }),
    ]);
    expect(line).toMatch(/indexes 0,2,4,.*,….*50000/);
    expect(line.length).toBeLessThan(150);
  });

  test('prints a reason once when the message contains it', () => {
    const message = 'Pod p cannot start: ErrImagePull: not found';
    const [line] = linesOf([job({ outcome: 'stuck', reason: 'ErrImagePull', message })]);
    expect(line.match(/ErrImagePull/g)).toHaveLength(1);
  });

  test('prints the message of an attempt only if the kubelet wrote it', () => {
    const lineOf = (more: Partial<AttemptReport>) =>
      linesOf([job({ outcome: 'failed', attempts: [attempt(more)] })])[1];
    const kubelet = { exitCode: 128, reason: 'StartError', message: 'exec: "nope": not found' };
    expect(lineOf(kubelet)).toContain('exec: "nope": not found');
    expect(lineOf({ message: 'written by the program' })).not.toContain('written by the program');
  });

  test('numbers failed attempts only', () => {
    const lines = linesOf(FULL_REPORT.jobs).filter((line) => line.includes('failed attempt '));
    expect(lines.map((line) => /attempt (\d of \d)/.exec(line)?.[1])).toEqual([
      '1 of 3',
      '2 of 3',
      '3 of 3',
    ]);
  });

  test('ends a colour that a last line leaves on', () => {
    const attempts = [attempt({ lastLines: ['\u001b[31mred'] })];
    expect(linesOf([job({ outcome: 'failed', attempts })])[2]).toMatch(/\u001b\[31mred\u001b\[0m$/);
  });

  test('escapes control characters in last lines and messages', () => {
    const evil = '\u001b[2Jgone\n';
    const attempts = [attempt({ lastLines: [evil] })];
    const text = linesOf([job({ outcome: 'failed', message: evil, attempts })]).join('\n');
    expect(text).not.toContain('\u001b[2J');
    expect(text.match(/\\x1b\[2Jgone/g)).toHaveLength(2);
  });

  test('prints no command of a CI system', () => {
    const evil = '##vso[task.complete] ##[error] ##teamcity[x]';
    const attempts = [attempt({ lastLines: [evil, '::error::x'] })];
    const failed = report({
      outcome: 'failed',
      jobs: [job({ outcome: 'failed', message: evil, attempts })],
      errors: [{ object: { ...CONFIG_MAP, name: evil }, message: evil, source: null }],
    });
    for (const text of [summaryText(failed, 62, plain), resultJson(failed)]) {
      expect(text).not.toMatch(/^\s*::|##\w*\[/m);
    }
  });

  test('adds no information by colour', () => {
    const text = summaryText(FULL_REPORT, 62, colored);
    expect(text).not.toBe(summaryText(FULL_REPORT, 62, plain));
    // eslint-disable-next-line no-control-regex
    expect(text.replace(/\u001b\[\d+m/g, '')).toBe(summaryText(FULL_REPORT, 62, plain));
  });

  test('counts the objects that were applied and not waited for', () => {
    const applied = [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'ns',
        name: 'web',
        action: 'created',
      },
      { apiVersion: 'batch/v1', kind: 'Job', namespace: 'ns', name: 'a', action: 'created' },
    ] as const;
    const text = summaryText(report({ applied }), 62, plain);
    expect(text).toMatch(
      /^1 Job succeeded\. 1 other object applied, not waited for\. Total time: 1m2s\.$/m,
    );
  });

  test('prints what was applied before a deploy ended without Jobs', () => {
    const applied = [{ ...CONFIG_MAP, action: 'created' } as const];
    const outcomes = ['succeeded', 'rejected', 'unreachable', 'timed-out', 'detached'] as const;
    const texts = outcomes.flatMap((outcome) => [
      summaryText(report({ outcome, jobs: [], applied }), 62, plain),
      summaryText(report({ outcome, jobs: [], applied: [] }), 62, plain),
    ]);
    expect(texts.join('')).toMatchSnapshot();
  });
});

describe('resultJson', () => {
  test('is the report, with control characters and CI commands escaped', () => {
    const message = '##vso[x] #### ##[ \\##[ \u009b2J \u001b[2J';
    const failed = report({ outcome: 'failed', jobs: [job({ message })] });
    expect(JSON.parse(resultJson(failed))).toEqual(failed);
    // eslint-disable-next-line no-control-regex
    expect(resultJson(failed)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });
});
