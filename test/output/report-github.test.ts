import { attempt, CONFIG_MAP, FULL_REPORT, job, report } from './reports';
import { runnerCommands } from './runner-commands';
import type { Report } from '../../src/deploy/core/report';
import { STANDARD_INPUT } from '../../src/manifests/read-files';
import { reportGithub } from '../../src/output/report-github';

const annotations = (value: Report) => runnerCommands(reportGithub(value, 1, '/repo'));
const rejection = (file: string) => ({
  object: CONFIG_MAP,
  message: 'no',
  source: { file, line: 3, column: 5 },
});

describe('reportGithub', () => {
  test('prints an annotation for each Job that did not succeed, then the summary', () => {
    expect(reportGithub(FULL_REPORT, 62, '/repo')).toMatchSnapshot();
  });

  test.each([
    ['failed', true],
    ['stuck', true],
    ['gone', true],
    ['replaced', true],
    ['unknown', true],
    ['timed-out', true],
    ['cancelled', true],
    ['detached', true],
    ['succeeded', false],
    ['skipped', false],
  ] as const)('annotates the outcome %s: %s', (outcome, isAnnotated) => {
    const found = annotations(report({ outcome, jobs: [job({ outcome })] }));
    expect(found.map(({ name, properties }) => `${name} ${properties.title}`)).toEqual(
      isAnnotated ? [`error Job ns/job: ${outcome}`] : [],
    );
  });

  test('says why a Job failed: the reason, its last failed attempt and the hints', () => {
    const failed = job({
      outcome: 'failed',
      reason: 'DeadlineExceeded',
      attempts: [attempt({ exitCode: 1 }), attempt({ exitCode: 2 }), attempt({ exitCode: 0 })],
      hints: [{ message: 'it is slow', command: 'kubectl top' }],
    });
    const [{ data }] = annotations(report({ outcome: 'failed', jobs: [failed] }));
    expect(data.split('\n')).toEqual([
      'DeadlineExceeded',
      'last failed attempt: exit code 2, Pod job-abcde',
      'hint: it is slow',
      '      kubectl top',
    ]);
  });

  test('annotates the line of an object that the API server rejected', () => {
    const value = report({ outcome: 'rejected', jobs: [], errors: [rejection('/repo/a/b.yaml')] });
    const [{ name, properties, data }] = annotations(value);
    expect(name).toBe('error');
    expect(properties).toMatchObject({ file: 'a/b.yaml', line: '3', col: '5' });
    expect(data).toContain('ConfigMap ns/words');
    expect(data).toContain('was rejected: no');
  });

  test('names files relative to the repository when the current folder is another one', () => {
    const value = report({ outcome: 'rejected', jobs: [], errors: [rejection('b.yaml')] });
    expect(reportGithub(value, 1, '/repo', '/repo/infra')).toContain('file=infra/b.yaml,');
  });

  test('names no file for standard input', () => {
    const value = report({ outcome: 'rejected', jobs: [], errors: [rejection(STANDARD_INPUT)] });
    expect(annotations(value)[0].properties).not.toHaveProperty('file');
  });

  test('annotates a deploy that ended before it had applied a Job', () => {
    const [{ data }] = annotations(report({ outcome: 'timed-out', jobs: [] }));
    expect(data).toBe('Timed out. Nothing was applied.');
  });

  test('prints no command that a message or a log contains', () => {
    const evil = '50%\r\n::error::x\n##[error]y, z: %0A::warning::';
    const value = report({
      outcome: 'failed',
      jobs: [
        job({
          outcome: 'failed',
          reason: evil,
          message: evil,
          attempts: [attempt({ message: evil, lastLines: ['##[error]x', '::error::x'] })],
          hints: [{ message: evil, command: evil }],
        }),
      ],
      errors: [{ object: { ...CONFIG_MAP, name: evil }, message: evil, source: null }],
    });
    const found = annotations(value);
    expect(found.map(({ name }) => name)).toEqual(['error', 'error']);
    expect(found[0].data).toContain('50% ::error::x #\\x23[error]y, z: %0A::warning::');
    expect(found[1].data).toContain('hint: 50% ::error::x #\\x23[error]y, z: %0A');
  });
});
