import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Chart, Yaml } from 'cdk8s';
import { parse } from 'yaml';
import { JobDefaults, SimpleJob } from '../../src';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** The code block of a language that follows a text. */
function blockAfter(file: string, mark: string, language: string): string {
  const text = read(file);
  expect(text).toContain(mark);
  const [, block] =
    new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text.slice(text.indexOf(mark))) ?? [];
  return block;
}

test('the smallest app of the README synthesizes the YAML beside it', () => {
  const source = blockAfter('README.md', '## The smallest app', 'ts');
  expect(source).toContain(
    "new SimpleJob(chart, 'migrate', { image: 'busybox', command: ['echo', 'Hello, World!'] });",
  );
  const chart = new Chart(new App(), 'shop');
  new SimpleJob(chart, 'migrate', { image: 'busybox', command: ['echo', 'Hello, World!'] });
  expect(blockAfter('README.md', '<!-- smallest app', 'yaml')).toBe(
    Yaml.stringify(...(chart.toJson() as object[])),
  );
});

test('the sane defaults that the guide prints are those of the code', () => {
  const { job, cronJob, pod, container } = JobDefaults.sane();
  expect(parse(blockAfter('docs/defaults.md', '<!-- sane', 'yaml'))).toEqual({
    job,
    cronJob,
    pod,
    container,
  });
});

test('so are those that strict adds', () => {
  const [sane, strict] = [JobDefaults.sane(), JobDefaults.strict()];
  expect(strict).toEqual(
    sane.with({
      cronJob: { startingDeadlineSeconds: 600 },
      container: { imagePullPolicy: 'Always', resources: { limits: { cpu: '1' } } },
      isolate: true,
      required: ['digest', 'namespace'],
    }),
  );
  const table = read('docs/defaults.md').split('<!-- strict')[1].split('\n## ')[0];
  for (const text of [
    'a limit of 1 CPU',
    'imagePullPolicy: Always',
    'startingDeadlineSeconds: 600',
    '`isolate`',
    '`required`: images by digest, a namespace',
  ]) {
    expect(table).toContain(text);
  }
});

test.each([
  'README.md',
  ...[
    'docs',
    ...readdirSync(join(ROOT, 'examples')).map((example) => `examples/${example}`),
  ].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => join(folder, file)),
  ),
])('every link in %s leads somewhere', (file) => {
  for (const [, target] of read(file).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
    expect([target, existsSync(join(ROOT, dirname(file), target))]).toEqual([target, true]);
  }
});

test('the exit codes of the guide are those of the help', () => {
  const help = read('src/cli/watch-options.ts');
  for (const [, codes] of read('docs/deploy.md').matchAll(/^\| (\d+(?:, \d+)*) \|/gm)) {
    expect(help).toContain(` ${codes} `);
  }
});
