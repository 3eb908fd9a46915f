import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuredRules } from '../../src/cli/rule-config';
import { InputError } from '../../src/manifests/problem';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'rule-config-')));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string, ...inner: string[]) => {
  mkdirSync(join(folder, ...inner), { recursive: true });
  writeFileSync(join(folder, ...inner, '.cdk8s-jobs.yaml'), text);
};
const settings = (...inner: string[]) =>
  Object.fromEntries(configuredRules(join(folder, ...inner)));
const problemsIn = (text: string): string[] => {
  write(text);
  try {
    configuredRules(folder);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message.split('\n');
  }
};

describe('.cdk8s-jobs.yaml', () => {
  test('is found in a folder above, where the closest one counts', () => {
    write('rules:\n  container/image-latest: off\n  cron-job/ttl: warning\n');
    write('rules: {cron-job/ttl: error}\n', 'a');
    mkdirSync(join(folder, 'a', 'b'));
    mkdirSync(join(folder, 'c'));
    expect(settings('c')).toEqual({ 'container/image-latest': 'off', 'cron-job/ttl': 'warning' });
    expect(settings('a', 'b')).toEqual({ 'cron-job/ttl': 'error' });
  });

  test.each(['', '# nothing yet\n', 'rules: {}\n'])('may set nothing: %j', (text) => {
    expect(problemsIn(text)).toEqual([]);
  });

  test('lists every problem with its position', () => {
    expect(
      problemsIn(
        'rules:\n  image-latest: off\n  cron-job/ttl: none\n  yaml/utf-8: off\nrule: {}\n',
      ),
    ).toEqual([
      '.cdk8s-jobs.yaml:2:3: unknown rule "image-latest"; did you mean container/image-latest?',
      '.cdk8s-jobs.yaml:3:3: cron-job/ttl: must be one of off, info, warning, error; got "none"',
      expect.stringMatching(/^\.cdk8s-jobs\.yaml:4:3: "yaml\/utf-8" cannot change/),
      '.cdk8s-jobs.yaml:5:1: unknown key "rule"; did you mean rules',
    ]);
  });

  test.each([
    ['a list', '- a\n', ':1:1: the file must be a mapping'],
    ['rules that are a list', 'rules: [a]\n', ':1:8: rules must be a mapping'],
    ['rules without a value', 'rules:\n', ':1:7: rules must be a mapping'],
    ['invalid YAML', 'rules: {\n', ':2:1: '],
  ])('cannot have %s', (_, text, problem) => {
    expect(problemsIn(text)[0]).toContain(`.cdk8s-jobs.yaml${problem}`);
  });
});
