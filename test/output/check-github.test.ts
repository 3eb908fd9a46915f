import { finding, report, unreadable } from './check-report';
import { STANDARD_INPUT } from '../../src/manifests/read-files';
import { checkGithub } from '../../src/output/check-github';

const lines = (...[findings, more]: Parameters<typeof report>) =>
  checkGithub(report(findings, more), '/repo').split('\n');

test('a finding is an annotation of its line', () => {
  expect(lines([finding({ file: '/repo/dist/jobs.yaml' })])[0]).toBe(
    '::error file=dist/jobs.yaml,line=12,col=22,title=rejected (job/restart-policy)::Job shop/migrate: spec.template.spec.restartPolicy: "Always" never ends%0Afix: use Never',
  );
});

test.each([
  ['rejected', 'error'],
  ['never-starts', 'error'],
  ['dropped', 'warning'],
  ['warning', 'warning'],
] as const)('%s is an annotation of the level %s', (severity, level) => {
  expect(lines([finding({ severity })])[0]).toMatch(new RegExp(`^::${level} file=dist/jobs.yaml,`));
});

test('what would end a property or the command is escaped', () => {
  const [line] = lines([
    finding({ file: 'a:b,c%.yaml', message: '50%\r\n::error::x', name: 'a\u001b[2J' }),
  ]);
  expect(line).toContain('file=a%3Ab%2Cc%25.yaml,line=12');
  expect(line).toContain(
    '::Job shop/a\\x1b[2J: spec.template.spec.restartPolicy: 50%25\\x0d%0A::error::x%0Afix: use Never',
  );
});

test('standard input has no file to be shown beside', () => {
  expect(lines([unreadable({ file: STANDARD_INPUT })])[0]).toBe(
    '::error title=rejected (yaml/well-formed)::no YAML%0Afix: look',
  );
});

test('a path that could not be read is an annotation, and the last line counts', () => {
  expect(lines([], { problems: [{ message: 'x: no such file' }] })).toEqual([
    '::error title=cdk8s-jobs check::x: no such file',
    'nothing found in 14 Jobs and CronJobs',
    '',
  ]);
});
