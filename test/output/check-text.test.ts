import { counts, finding, report, unreadable } from './check-report';
import { checkText, problemLines, formatTotals } from '../../src/output/check-text';
import { paintFor } from '../../src/output/color';

const plain = paintFor({ isTTY: false }, {});
const coloured = paintFor({ isTTY: true }, {});

test('a finding is told with its place, what is wrong, what to do, and the line', () => {
  expect(checkText(report([finding()]), plain)).toBe(
    [
      'Job shop/migrate',
      '',
      '  dist/jobs.yaml:12:22  rejected  job/restart-policy',
      '    spec.template.spec.restartPolicy: "Always" never ends',
      '    fix: use Never',
      '    12 |       restartPolicy: Always',
      '       |                      ^',
      '',
      '1 rejected in 2 of 14 Jobs and CronJobs',
      '',
    ].join('\n'),
  );
});

test('findings stand under the object that they are about, and what is about none under its file', () => {
  const text = checkText(
    report([
      finding(),
      finding({ line: 13 }),
      finding({ object: 2, namespace: null, name: null, kind: 'CronJob' }),
      unreadable(),
      unreadable({ line: 9 }),
      unreadable({ file: 'b.yaml' }),
    ]),
    plain,
  );
  expect(text.split('\n').filter((line) => /^\S/.test(line))).toEqual([
    'Job shop/migrate',
    'CronJob (without a name)',
    'odd.yaml',
    'b.yaml',
    '6 rejected in 2 of 14 Jobs and CronJobs',
  ]);
});

test('what the input holds cannot reach the terminal, not even a colour', () => {
  const evil = '\u001b[2J\u001b[31m\u009b\n::error::\u202e';
  const text = checkText(
    report([
      finding({
        name: evil,
        namespace: evil,
        kind: evil,
        field: evil,
        message: evil,
        fix: evil,
        file: evil,
        rule: evil,
        excerpt: { text: evil.replace('\n', ''), at: 3, cutBefore: false, cutAfter: false },
      }),
    ]),
    plain,
  );
  // eslint-disable-next-line no-control-regex
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  expect(text).not.toMatch(/^::error/m);
  expect(text).toContain('\\x1b[2J\\x1b[31m\\x9b\\x0a::error::\\u202e');
});

test('colour says nothing that words do not', () => {
  const text = checkText(report([finding(), finding({ severity: 'warning' })]), coloured);
  // eslint-disable-next-line no-control-regex
  expect(text.replace(/\u001b\[\d+m/g, '')).toBe(
    checkText(report([finding(), finding({ severity: 'warning' })]), plain),
  );
  expect(text).not.toBe(checkText(report([finding(), finding({ severity: 'warning' })]), plain));
});

test('findings that there was no room for are counted', () => {
  expect(
    checkText(report([finding()], { counts: counts({ omitted: 3 }, { rejected: 4 }) }), plain),
  ).toContain('\n… and 3 findings more\n\n4 rejected in');
});

test.each([
  [
    'all that was found, the gravest first',
    counts({ others: 3 }, { warning: 1, rejected: 3 }),
    '3 rejected, 1 warning in 2 of 14 Jobs and CronJobs; 3 other objects not looked at',
  ],
  [
    'each severity by its name',
    counts({ checked: 1, withFindings: 1 }, { 'never-starts': 2, dropped: 1, warning: 2 }),
    '2 never-starts, 1 dropped, 2 warnings in 1 of 1 Job or CronJob',
  ],
  ['that nothing was found', counts({ withFindings: 0 }), 'nothing found in 14 Jobs and CronJobs'],
  [
    'that there was nothing to find anything in',
    counts({ checked: 0, withFindings: 0, others: 1 }),
    'no Job or CronJob found; 1 other object not looked at',
  ],
  [
    'what could not be read',
    counts({ withFindings: 0, unreadable: 2 }),
    'nothing found in 14 Jobs and CronJobs; 2 documents could not be read',
  ],
])('the last line says %s', (_, of, expected) => {
  expect(formatTotals(of, plain)).toBe(expected);
});

test('a path that could not be read is one line', () => {
  expect(problemLines([{ message: 'a\n\u001b[2J: no such file' }], plain)).toBe(
    'error: a\\x0a\\x1b[2J: no such file\n',
  );
});
