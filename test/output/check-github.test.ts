import { finding, report, unreadable } from './check-report';
import { STANDARD_INPUT } from '../../src/manifests/read-files';
import { checkGithub } from '../../src/output/check-github';

const lines = (...[findings, more]: Parameters<typeof report>) =>
  checkGithub(report(findings, more), '/repo').split('\n');

describe('checkGithub', () => {
  test('prints an annotation for each unreadable path and each finding, then the total', () => {
    const findings = [finding({ file: '/repo/dist/jobs.yaml' }), unreadable()];
    const problems = [{ message: 'x: no such file' }];
    const skipped = [{ path: 'charts/db', kind: 'chart' as const }];
    expect(lines(findings, { problems, skipped }).join('\n')).toMatchSnapshot();
  });

  test.each([
    ['rejected', 'error'],
    ['never-starts', 'error'],
    ['dropped', 'warning'],
    ['warning', 'warning'],
    ['error', 'error'],
    ['info', 'notice'],
  ] as const)('annotates %s as %s', (severity, level) => {
    const [line] = lines([finding({ severity })]);
    expect(line).toMatch(new RegExp(`^::${level} file=dist/jobs.yaml,line=12,col=22,`));
  });

  test('escapes what would end a property or the command', () => {
    const [line] = lines([
      finding({ file: 'a:b,c%.yaml', message: '50%\r\n::error::x', name: 'a\u001b[2J' }),
    ]);
    expect(line).toContain('file=a%3Ab%2Cc%25.yaml,line=12');
    expect(line).toContain('shop/a\\x1b[2J: ');
    expect(line).toContain('50%25\\x0d%0A::error::x%0A');
  });

  test('names files relative to the repository when the current folder is another one', () => {
    const findings = [finding({ file: 'dist/jobs.yaml' }), finding({ file: '/repo/a.yaml' })];
    const text = checkGithub(report(findings), '/repo', '/repo/infra');
    expect(text).toContain('::error file=infra/dist/jobs.yaml,');
    expect(text).toContain('::error file=a.yaml,');
  });

  test('names no file for standard input', () => {
    expect(lines([unreadable({ file: STANDARD_INPUT })])[0]).toMatch(/^::error title=/);
  });
});
