import type { AttemptReport, JobReport, Report } from '../../src/deploy/core/report';
import { paintFor } from '../../src/output/color';
import { json } from '../../src/output/json';
import { errors, summary } from '../../src/output/summary';

const plain = paintFor({ isTTY: false }, {});
const attempt = (more: Partial<AttemptReport> = {}): AttemptReport => ({
  pod: 'job-abcde',
  index: null,
  container: 'main',
  exitCode: 3,
  reason: 'Error',
  message: null,
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:00:01Z',
  ...more,
});
const job = (more: Partial<JobReport> = {}): JobReport => ({
  namespace: 'ns',
  name: 'job',
  uid: 'u',
  outcome: 'succeeded',
  reason: null,
  message: null,
  startedAt: '2026-01-01T00:00:00Z',
  finishedAt: '2026-01-01T00:01:02Z',
  indexes: null,
  pods: { active: 0, succeeded: 0, failed: 0 },
  blockers: [],
  hints: [],
  attempts: [],
  ...more,
});
const report = (more: Partial<Report> = {}): Report => ({
  schemaVersion: 1,
  outcome: 'succeeded',
  jobs: [job()],
  applied: [],
  errors: [],
  ...more,
});
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'ns', name: 'words' };

test('a success is one line, with how long it took', () => {
  expect(summary(report(), plain)).toBe('succeeded   Job ns/job in 1m2s\n1 Job succeeded.\n');
});

test('a success after failed attempts says so', () => {
  const jobs = [job({ attempts: [attempt(), attempt({ exitCode: 0 })] })];
  expect(summary(report({ jobs }), plain)).toContain('in 1m2s, after 1 failed attempt\n');
});

test('so does one whose attempts could not be seen', () => {
  expect(
    summary(report({ jobs: [job({ pods: { active: 0, succeeded: 1, failed: 2 } })] }), plain),
  ).toContain('in 1m2s, after 2 failed attempts\n');
});

test('a success by a policy says what has failed and what did not run', () => {
  const of = (indexes: JobReport['indexes']) =>
    summary(report({ jobs: [job({ indexes })] }), plain).split('\n')[0];
  expect(of({ succeeded: '0-4', failed: '', incomplete: '' })).toBe(
    'succeeded   Job ns/job in 1m2s',
  );
  expect(of({ succeeded: '0,1', failed: '2', incomplete: '3-4' })).toBe(
    'succeeded   Job ns/job in 1m2s; by its success policy, though index 2 failed and indexes 3-4 did not run to the end',
  );
});

test('indexes that failed are told, as far as a line holds them', () => {
  const of = (failed: string) =>
    summary(
      report({
        outcome: 'failed',
        jobs: [job({ outcome: 'failed', indexes: { succeeded: '', failed, incomplete: '' } })],
      }),
      plain,
    );
  expect(of('3,5-9')).toContain('  failed for good: indexes 3,5-9\n');
  const line = of(Array.from({ length: 50_000 }, (_, i) => 2 * i).join()).split('\n')[1];
  expect(line).toMatch(/^ {2}failed for good: indexes 0,2,4,.*,… \(50000\)$/);
  expect(line.length).toBeLessThan(150);
});

test('what a failure means and what to try next is said after it', () => {
  const hints = [{ message: 'raise the limit', command: 'kubectl describe pod p -n ns' }];
  expect(
    summary(report({ outcome: 'failed', jobs: [job({ outcome: 'failed', hints })] }), plain),
  ).toContain('\n  hint: raise the limit\n        kubectl describe pod p -n ns\n');
});

test('a reason that the message names is not said twice', () => {
  const jobs = [
    job({
      outcome: 'stuck',
      reason: 'ErrImagePull',
      message: 'Pod p cannot start: ErrImagePull: not found',
    }),
  ];
  expect(summary(report({ outcome: 'stuck', jobs }), plain)).toContain(
    'Job ns/job in 1m2s: Pod p cannot start: ErrImagePull: not found\n',
  );
});

test('what the kubelet says of a run is told; what the program wrote for its end is in its last lines', () => {
  const of = (more: Partial<AttemptReport>) =>
    summary(
      report({ outcome: 'failed', jobs: [job({ outcome: 'failed', attempts: [attempt(more)] })] }),
      plain,
    ).split('\n')[1];
  expect(of({ exitCode: 128, reason: 'StartError', message: 'exec: "nope": not found' })).toBe(
    '  failed attempt 1 of 1: exit code 128 (StartError), Pod job-abcde, container main: exec: "nope": not found',
  );
  expect(of({ message: 'my last words' })).toBe(
    '  failed attempt 1 of 1: exit code 3, Pod job-abcde, container main',
  );
});

test('a failure has its reason, each failed attempt and its last lines', () => {
  const jobs = [
    job({
      outcome: 'failed',
      reason: 'BackoffLimitExceeded',
      message: 'too often',
      attempts: [
        attempt({ lastLines: ['one', 'two'] }),
        attempt({ exitCode: 0 }),
        attempt({ exitCode: 137, reason: 'OOMKilled', index: 4 }),
      ],
    }),
  ];
  expect(summary(report({ outcome: 'failed', jobs }), plain)).toBe(
    [
      'failed      Job ns/job in 1m2s: BackoffLimitExceeded: too often',
      '  failed attempt 1 of 2: exit code 3, Pod job-abcde, container main',
      '  | one',
      '  | two',
      '  failed attempt 2 of 2: exit code 137 (OOMKilled), Pod job-abcde, container main, index 4',
      '1 of 1 Job did not succeed.',
      '',
    ].join('\n'),
  );
});

test('a Pod that ended before its containers is told by its own reason', () => {
  const jobs = [
    job({
      outcome: 'failed',
      attempts: [attempt({ exitCode: null, container: null, reason: 'Evicted' })],
    }),
  ];
  expect(summary(report({ outcome: 'failed', jobs }), plain)).toContain(
    '  failed attempt 1 of 1: Evicted, Pod job-abcde\n',
  );
});

test('a colour that a last line leaves on ends with it', () => {
  const jobs = [job({ outcome: 'failed', attempts: [attempt({ lastLines: ['\u001b[31mred'] })] })];
  expect(summary(report({ outcome: 'failed', jobs }), plain)).toContain(
    '| \u001b[31mred\u001b[0m\n',
  );
});

test('last lines cannot move the cursor', () => {
  const jobs = [job({ outcome: 'failed', attempts: [attempt({ lastLines: ['\u001b[2Jgone'] })] })];
  expect(summary(report({ outcome: 'failed', jobs }), plain)).toContain('| \\x1b[2Jgone\n');
});

test('no CI system finds a command in what a Job or a server said', () => {
  const evil = '##vso[task.complete] ##[error] ##teamcity[x]';
  const jobs = [
    job({
      outcome: 'failed',
      message: evil,
      attempts: [attempt({ lastLines: [evil, '::error::x'] })],
    }),
  ];
  const told = report({
    outcome: 'failed',
    jobs,
    errors: [{ object: { ...CONFIG_MAP, name: evil }, message: evil, source: null }],
  });
  for (const text of [summary(told, plain), errors(told, plain), json(told)]) {
    expect(text).not.toMatch(/^\s*::|##\w*\[/m);
  }
  expect(summary(told, plain)).toContain(
    '| #\\x23vso[task.complete] #\\x23[error] #\\x23teamcity[x]\n',
  );
});

test('the report as JSON is the report, whatever it holds', () => {
  const told = report({
    outcome: 'failed',
    jobs: [job({ message: '##vso[x] #### ##[ \\##[ \u009b2J \u001b[2J' })],
  });
  expect(JSON.parse(json(told))).toEqual(told);
  // eslint-disable-next-line no-control-regex
  expect(json(told)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('where nothing was to wait for, that is said', () => {
  expect(
    summary(report({ jobs: [], applied: [{ ...CONFIG_MAP, action: 'created' }] }), plain),
  ).toBe('1 object applied; no Job among them, so there was nothing to wait for.\n');
});

test.each([
  ['rejected', ''],
  ['unreachable', ''],
  ['timed-out', 'The time was up. '],
  ['detached', 'Interrupted. '],
] as const)('what was applied before the deploy was %s is said', (outcome, cut) => {
  expect(
    summary(
      report({ outcome, jobs: [], applied: [{ ...CONFIG_MAP, action: 'unchanged' }] }),
      plain,
    ),
  ).toBe(`${cut}1 object had been applied before: ConfigMap ns/words unchanged.\n`);
  expect(summary(report({ outcome, jobs: [], applied: [] }), plain)).toBe(
    `${cut}Nothing was applied.\n`,
  );
});

test('a name cannot move the cursor either', () => {
  const object = { ...CONFIG_MAP, name: 'x\n::error::y\u001b[2J' };
  expect(errors(report({ errors: [{ object, message: 'no', source: null }] }), plain)).toBe(
    'error: ConfigMap ns/x ::error::y\\x1b[2J was refused: no\n',
  );
});

test('a refusal names the object, its place in the input, and the words of the server', () => {
  const refused = report({
    outcome: 'rejected',
    errors: [
      { object: CONFIG_MAP, message: 'no', source: { file: 'a.yaml', line: 3, column: 1 } },
      { object: { ...CONFIG_MAP, namespace: null }, message: 'no', source: null },
      { object: null, message: 'no contact', source: null },
    ],
  });
  expect(errors(refused, plain)).toBe(
    'error: ConfigMap ns/words (a.yaml:3:1) was refused: no\nerror: ConfigMap words was refused: no\nerror: no contact\n',
  );
});

test('what the server says in several lines is shown in one, and cannot move the cursor', () => {
  const message = 'admission webhook denied:\n  - too big\u001b[2J\n';
  expect(errors(report({ errors: [{ object: CONFIG_MAP, message, source: null }] }), plain)).toBe(
    'error: ConfigMap ns/words was refused: admission webhook denied: - too big\\x1b[2J\n',
  );
  expect(
    summary(report({ outcome: 'failed', jobs: [job({ outcome: 'failed', message })] }), plain),
  ).toContain(': admission webhook denied: - too big\\x1b[2J\n');
});

test('colour says nothing that words do not', () => {
  const jobs = [job({ outcome: 'failed', attempts: [attempt({ lastLines: ['x'] })] }), job()];
  const coloured = summary(report({ outcome: 'failed', jobs }), paintFor({ isTTY: true }, {}));
  expect(coloured).not.toBe(summary(report({ outcome: 'failed', jobs }), plain));
  // eslint-disable-next-line no-control-regex
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(
    summary(report({ outcome: 'failed', jobs }), plain),
  );
});
