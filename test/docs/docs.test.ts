import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import { synthesizeSmallestApp } from './snippets';
import { JobDefaults, Schedule, ScheduledJob } from '../../src';
import { synthCronJobs } from '../../src/testing';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const markdownIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(folder, file));
const examples = readdirSync(join(ROOT, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join('examples', name));

/** Every page but the generated API reference, which test/docs/api.test.ts holds. */
const PAGES = [
  ...markdownIn('.'),
  ...['docs', 'bench', 'examples', ...examples].flatMap(markdownIn),
];
/** Pages that are written by hand. */
const PROSE = PAGES.filter(
  (page) => page === 'README.md' || /^(docs|examples)\//.test(page),
).filter((page) => page !== 'docs/rules.md');

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '');

/** The code block of a language after a mark. */
function blockAfter(file: string, mark: string, language: string): string {
  const text = read(file);
  expect(text).toContain(mark);
  const [, block] =
    new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text.slice(text.indexOf(mark))) ?? [];
  return block;
}

/** The fragments that lead to the headings of a page, as GitHub names them. */
function anchorsOf(page: string): string[] {
  return [...withoutCode(read(page)).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links to files and headings of the repository that lead nowhere. */
function deadLinks(page: string): string[] {
  const links = [...withoutCode(read(page)).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];
  return links
    .filter(([, target, fragment]) => {
      const file = target === '' ? page : join(dirname(page), target);
      if (!existsSync(join(ROOT, file))) return true;
      return fragment !== undefined && !anchorsOf(file).includes(fragment);
    })
    .map(([link]) => link);
}

/** Paths in code spans that look like files of the repository and do not exist. */
function deadPaths(page: string): string[] {
  const paths = [
    ...withoutCode(read(page)).matchAll(
      /`((?:src|test|e2e|bench|projenrc|examples|docs)\/[\w./-]*)`/g,
    ),
  ].map(([, path]) => path);
  return paths.filter((path) => !existsSync(join(ROOT, path)));
}

describe('README.md', () => {
  test('prints the YAML that the smallest app synthesizes', () => {
    expect(blockAfter('README.md', '<!-- smallest app', 'yaml')).toBe(
      readFileSync(join(synthesizeSmallestApp(), 'shop.k8s.yaml'), 'utf8'),
    );
  });

  test('shows tagline, install, smallest app and transcript, in that order', () => {
    const text = read('README.md');
    const places = [
      '# cdk8s-jobs',
      '## Install',
      'npm install ',
      '## The smallest app',
      'new SimpleJob(',
      '$ npx cdk8s-jobs deploy dist',
    ].map((mark) => text.indexOf(mark));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  test('names the tarball that npm pack writes', () => {
    const { name, version } = JSON.parse(read('package.json')) as { name: string; version: string };
    expect(read('README.md')).toContain(`${name}-${version}.tgz`);
  });
});

describe('docs/defaults.md', () => {
  test('prints the defaults of JobDefaults.sane()', () => {
    const { job, cronJob, pod, container } = JobDefaults.sane();
    expect(parse(blockAfter('docs/defaults.md', '<!-- sane', 'yaml'))).toEqual({
      job,
      cronJob,
      pod,
      container,
    });
  });

  test('lists what JobDefaults.strict() adds', () => {
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
});

describe('docs/alerts.md', () => {
  test('names the labels of a CronJob and of its Jobs', () => {
    const chart = new Chart(new App(), 'shop');
    new ScheduledJob(chart, 'nightly', { image: 'i', schedule: Schedule.daily('03:30') });
    const [{ metadata, spec }] = synthCronJobs(chart);
    const [id, name] = ['cdk8s-jobs/id', 'app.kubernetes.io/name'];
    expect(metadata.labels).toMatchObject({ [id]: expect.any(String), [name]: 'shop-nightly' });
    expect(spec.jobTemplate.metadata!.labels).toMatchObject({ [name]: 'shop-nightly' });
    expect(spec.jobTemplate.metadata!.labels).not.toHaveProperty([id]);
    const text = read('docs/alerts.md');
    expect(text).toContain(`cronjobs=[${id},${name}]`);
    // kube-state-metrics replaces what the name of a label in Prometheus may not contain.
    for (const label of [id, name]) expect(text).toContain(`label_${label.replace(/\W/g, '_')}`);
  });

  test('shows rules of the Prometheus Operator, each with an expression', () => {
    const { kind, spec } = parse(blockAfter('docs/alerts.md', '<!-- alerts', 'yaml')) as {
      kind: string;
      spec: { groups: { rules: { alert: string; expr: string }[] }[] };
    };
    expect(kind).toBe('PrometheusRule');
    const [{ rules }] = spec.groups;
    expect(rules.map(({ alert }) => alert)).toEqual(['CronJobFailed', 'CronJobOverdue']);
    expect(rules.map(({ expr }) => expr.trim()).filter(Boolean)).toHaveLength(2);
  });
});

describe('docs/deploy.md', () => {
  test('lists the exit codes of the help', () => {
    const help = read('src/cli/watch-options.ts');
    for (const [, codes] of read('docs/deploy.md').matchAll(/^\| (\d+(?:, \d+)*) \|/gm)) {
      expect(help).toContain(` ${codes} `);
    }
  });
});

describe('links and paths', () => {
  test.each(PAGES)('of %s lead to files and headings that exist', (page) => {
    expect(deadLinks(page)).toEqual([]);
  });

  test.each(PROSE)('in code spans of %s exist', (page) => {
    expect(deadPaths(page)).toEqual([]);
  });

  test.each(markdownIn('docs'))('of README.md or CONTRIBUTING.md include %s', (page) => {
    expect(read('README.md') + read('CONTRIBUTING.md')).toContain(`](${page})`);
  });
});

describe('layout', () => {
  test.each(PROSE)('of %s wraps prose at 100 columns', (page) => {
    const long = withoutCode(read(page))
      .split('\n')
      .filter((line) => line.length > 100 && !line.startsWith('|'));
    expect(long).toEqual([]);
  });

  test.each(PROSE)('of %s keeps table cells short', (page) => {
    const cells = withoutCode(read(page))
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .flatMap((line) => line.split(/(?<!\\)\|/));
    expect(cells.filter((cell) => cell.trim().length > 120)).toEqual([]);
  });
});
