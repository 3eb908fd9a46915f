import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/kubernetes/json';
import type { Finding, Severity } from '../../src/kubernetes/rules/finding';
import { checkPaths } from '../../src/manifests/check';
import { CheckReport, exceedsThreshold } from '../../src/manifests/check-report';
import { temporaryFolder } from '../temporary-folder';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('check-');
});

function write(file: string, text: string | Buffer): string {
  const path = join(folder, file);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Returns the findings in `metadata.find` of a Job: `severity field.field`, separated by commas. */
function rules(manifest: JsonObject): Finding[] | undefined {
  if (manifest.kind !== 'Job' && manifest.kind !== 'CronJob') return undefined;
  const wanted = String((manifest.metadata as { find?: string } | undefined)?.find ?? '')
    .split(',')
    .filter(Boolean);
  return wanted.map((each) => {
    const [severity, field] = each.trim().split(' ');
    return {
      rule: 'a/rule',
      severity: severity as Severity,
      field,
      path: field.split('.'),
      message: 'is wrong',
      fix: 'do better',
    };
  });
}

const run = (...paths: string[]) => checkPaths(paths, { check: rules });
const located = ({ findings }: CheckReport) =>
  findings.map(
    ({ file, line, column, severity, kind, name, field }) =>
      `${file.replace(`${folder}/`, '')}:${line}:${column} ${severity} ${kind} ${name} ${field}`,
  );
const job = (name: string, find = '') =>
  `apiVersion: batch/v1\nkind: Job\nmetadata: {name: ${name}, find: "${find}"}\nspec: {a: 1}\n`;
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n';

describe('checkPaths', () => {
  test('locates the findings in every document of every file', async () => {
    const report = await run(
      write(
        'a.yaml',
        `${job('one', 'rejected spec.a')}---\n${CONFIG_MAP}---\n${job('two', 'warning spec.b,dropped spec.a')}`,
      ),
      write(
        'b/c.json',
        JSON.stringify({
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          metadata: { name: 'three', namespace: 'ns' },
        }),
      ),
    );
    expect(located(report)).toEqual([
      'a.yaml:4:11 rejected Job one spec.a',
      'a.yaml:13:1 warning Job two spec.b',
      'a.yaml:13:11 dropped Job two spec.a',
    ]);
    expect(report.findings.map(({ object }) => object)).toEqual([1, 2, 2]);
    expect(report.counts).toEqual({
      checked: 3,
      withFindings: 2,
      findings: { rejected: 1, 'never-starts': 0, error: 0, dropped: 1, warning: 1, info: 0 },
      otherObjects: 1,
      notManifests: 0,
      unreadable: 0,
      omitted: 0,
    });
  });

  test('identifies the object of a finding, with null for what it does not have', async () => {
    const { findings } = await run(
      write(
        'a.yaml',
        'apiVersion: batch/v1\nkind: Job\nmetadata: {namespace: ns, find: rejected spec}\n',
      ),
    );
    expect(findings).toMatchObject([
      {
        rule: 'a/rule',
        apiVersion: 'batch/v1',
        kind: 'Job',
        namespace: 'ns',
        name: null,
        field: 'spec',
        message: 'is wrong',
        fix: 'do better',
      },
    ]);
  });

  test('checks the items of lists, also of typed lists', async () => {
    const item = '- metadata: {name: x, find: rejected spec.a}\n  spec: {a: 1}\n';
    const report = await run(
      write(
        'a.yaml',
        `apiVersion: v1\nkind: List\nitems:\n${item.replace('- ', '- apiVersion: batch/v1\n  kind: Job\n  ')}`,
      ),
      write('b.yaml', `apiVersion: batch/v1\nkind: CronJobList\nitems:\n${item}`),
    );
    expect(located(report)).toEqual([
      'a.yaml:7:13 rejected Job x spec.a',
      'b.yaml:5:13 rejected CronJob x spec.a',
    ]);
  });

  test('checks with the given version of Kubernetes', async () => {
    const asked: unknown[] = [];
    const path = write('a.yaml', job('a'));
    const check = (_: unknown, options?: { minor?: number }) => {
      asked.push(options?.minor);
      return [];
    };
    expect([
      (await checkPaths([path], { minor: 31, check })).minor,
      (await checkPaths([path], { check })).minor,
    ]).toEqual([31, 35]);
    expect(asked).toEqual([31, 35]);
  });

  test.each([
    [
      'a CronJob of another apiVersion',
      'apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: a}\n',
      '1:13 rejected CronJob a apiVersion',
    ],
    [
      'a Job without an apiVersion',
      'kind: Job\nmetadata: {name: a}\n',
      '1:1 rejected Job a apiVersion',
    ],
    [
      'a misspelled kind',
      'apiVersion: batch/v1\nkind: Cronjob\nmetadata: {name: a}\n',
      '2:7 rejected Cronjob a kind',
    ],
  ])('reports %s', async (_, text, expected) => {
    const report = await checkPaths([write('a.yaml', text)]);
    expect(located(report)).toEqual([`a.yaml:${expected}`]);
    expect(report.counts).toMatchObject({ checked: 1, withFindings: 1, unreadable: 0 });
  });

  const DEEP = '['.repeat(100_000);
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'
      .split('')
      .map((key, i) => `${key}: &${key} [${Array(10).fill(`*${'abcdefg'[i]}`).join(',')}]`),
  ].join('\n');
  const UNREADABLE: [string, string | Buffer, string][] = [
    ['text that is not YAML', 'a:\n  b: 1\n c: 2\n', '3:2 yaml/well-formed'],
    ['a duplicate key', 'a: 1\nb: 2\na: 3\n', '3:1 yaml/unique-keys'],
    ['aliases that expand without bounds', bomb, '1:1 yaml/bounded-aliases'],
    ['an alias of itself', 'a: &a\n  b: *a\n', '2:6 yaml/bounded-aliases'],
    ['an alias without an anchor', 'a: *b\n', '1:4 yaml/known-aliases'],
    ['a merge of a number', 'a:\n  <<: 1\n', '2:7 yaml/merged-mappings'],
    ['too many open brackets', DEEP, '1:201 yaml/bounded-depth'],
    ['too many nested brackets', `${DEEP}${DEEP.replace(/\[/g, ']')}`, '1:201 yaml/bounded-depth'],
    ['too many dashes', `a: 1\n---\n${'- '.repeat(100_000)}a`, '3:401 yaml/bounded-depth'],
    [
      'a document that is too large',
      `a: 1\n---\n${'# comment\n'.repeat(400_000)}b: 2\n`,
      '2:1 yaml/bounded-size',
    ],
    ['a template that was not rendered', 'image: {{ .Values.image }}\n', '1:9 yaml/string-keys'],
    ['a number that JSON does not have', 'a: .inf\n', '1:4 yaml/json-values'],
    [
      'a binary file',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0x02, 0x01, 0xff, 0xfe]),
      '1:7 yaml/utf-8',
    ],
    ['a byte that is not UTF-8', Buffer.from('a: 1\nb: \xff\n', 'latin1'), '2:4 yaml/utf-8'],
    ['a NUL', 'a: 1\nb: "\0"\n', '2:5 yaml/utf-8'],
    ['a control character', 'a: "\u001b[31m"\n', '1:5 yaml/utf-8'],
    ['UTF-16 without a byte order mark', Buffer.from('kind: Job\n', 'utf16le'), '1:1 yaml/utf-8'],
    ['a schedule without quotes', 'a: 1\nschedule: */5 * * * *\n', '2:11 yaml/well-formed'],
    ['a tab in the indentation of a block', 'a: |\n\n  \tb\n', '3:3 yaml/well-formed'],
    ['a tab in an empty line of a block', 'a: |\n  b\n\t\n  c\n', '3:1 yaml/well-formed'],
    ['a tab as indentation', 'a:\n\tb: 1\n', '2:1 yaml/well-formed'],
    ['an escape of JSON in YAML', 'a: "http:\\/\\/x"\n', '1:10 yaml/well-formed'],
    ['a surrogate pair in YAML', 'a: "\\ud83d\\ude00"\n', '1:5 yaml/well-formed'],
    ['a directive', '%YAML 1.1\n---\na: &a 1\n', '1:1 yaml/well-formed'],
    ['a document in the line of its marker', '--- {a: 1}\n', '1:5 yaml/well-formed'],
    ['a marker that goes on', 'a: &a {}\n-----BEGIN-----\n', '2:4 yaml/well-formed'],
    ['text that kubectl ignores', 'a: &a {}\n...\nb: 1\n', '3:1 yaml/well-formed'],
    ['a string that is not closed', 'a: 1\nb: "c\nd: e\n', '2:4 yaml/well-formed'],
    ['a value with a colon', 'a: b: c\n', '1:5 yaml/well-formed'],
    ['a line that is not a key', 'a: 1\nb\nc: 2\n', '2:1 yaml/well-formed'],
    ['a bracket that is not closed', 'a: [1, 2\nb: 3\n', '2:2 yaml/well-formed'],
    ['a value that begins with @', 'a: @b # c\n', '1:4 yaml/well-formed'],
    ['a document that is a word', 'hello\n', '1:1 manifest/mapping'],
    ['a document that is a list', 'a: &a 1\n---\n- 1\n', '3:1 manifest/mapping'],
    ['an object without a kind', '# values\na: 1\n', '2:1 manifest/mapping'],
    ['an item of a list that is not an object', 'kind: List\nitems: [1]\n', '2:9 manifest/mapping'],
  ];
  test.each(UNREADABLE)(
    'reports %s and checks the documents after it',
    async (_, text, expected) => {
      const path = write(
        'a.yaml',
        Buffer.concat([
          Buffer.from(text),
          Buffer.from(`\n---\n${job('after', 'rejected spec.a')}`),
        ]),
      );
      const report = await run(path);
      const [place, rule] = expected.split(' ');
      const [line, column] = place.split(':').map(Number);
      expect(
        report.findings.some(
          (finding) =>
            finding.rule === rule &&
            finding.line === line &&
            finding.column === column &&
            finding.severity === 'rejected',
        ),
      ).toBe(true);
      expect(report.counts.unreadable).toBeGreaterThan(0);
      if (!expected.startsWith('1:1 yaml/utf-8')) {
        expect(located(report).at(-1)).toMatch(/Job after spec\.a$/);
      }
      expect(exceedsThreshold(report, 'error')).toBe(true);
    },
  );

  test('reports one finding for a document with many errors', async () => {
    const broken = `${job('a')}schedule: */5 * * * *\nb: @c\n d: [\n\te: 1\ne: 2\n`;
    const report = await run(write('a.yaml', `${broken}---\n${broken}`));
    expect(report.findings.map(({ line, rule }) => `${line} ${rule}`)).toEqual([
      '5 yaml/well-formed',
      '15 yaml/well-formed',
    ]);
    expect(report.findings[0].fix).toContain('"*/5 * * * *"');
  });

  test('reads a merge after a key as kubectl does, and warns', async () => {
    const text = `${job('a')}base: &base {memory: 64Mi}\nrequests:\n  memory: 32Mi\n  <<: *base\n`;
    const seen: JsonObject[] = [];
    const report = await checkPaths([write('a.yaml', text)], {
      check: (manifest) => {
        seen.push(manifest);
        return [];
      },
    });
    expect(seen).toMatchObject([{ requests: { memory: '64Mi' } }]);
    expect(report.findings).toMatchObject([
      { rule: 'yaml/merge-order', severity: 'warning', line: 8, column: 3, name: 'a', object: 1 },
    ]);
    expect(report.counts).toMatchObject({ withFindings: 1, findings: { warning: 1 } });
  });

  test.each<[string, string | Buffer]>([
    ['Windows line endings', job('a').replace(/\n/g, '\r\n')],
    ['a byte order mark', `\ufeff${job('a')}`],
    ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${job('a')}`, 'utf16le')],
    ['UTF-16 in the other byte order', Buffer.from(`\ufeff${job('a')}`, 'utf16le').swap16()],
    ['byte order marks between files', `\ufeff# one\n---\n\ufeff${job('a')}`],
    ['a string that continues without indentation', `${job('a')}text: "a\nb"\n`],
    ['a list that continues without indentation', `${job('a')}list: [\n1,\n2\n]\n`],
    [
      'JSON with its own escapes',
      JSON.stringify({ apiVersion: 'batch/v1', kind: 'Job', a: '/\ud83d' }).replace('/', '\\/'),
    ],
    ['a comment after the marker', `--- # a\n${job('a')}...\n`],
    ['empty documents', `---\n---\n# nothing\n---\n${job('a')}---\n`],
  ])('accepts %s', async (_, text) => {
    expect(await run(write('a.yaml', text))).toMatchObject({
      findings: [],
      problems: [],
      counts: { checked: 1, unreadable: 0 },
    });
  });

  test('returns the line of a finding as its excerpt', async () => {
    const {
      findings: [{ excerpt }],
    } = await run(write('a.yaml', job('a', 'rejected spec.a')));
    expect(excerpt).toEqual({ text: 'spec: {a: 1}', at: 10, cutBefore: false, cutAfter: false });
  });

  test('reports a path that does not exist and checks the others', async () => {
    const report = await run(join(folder, 'nope.yaml'), write('a.yaml', job('a')));
    expect(report.problems).toEqual([
      { message: expect.stringContaining(join(folder, 'nope.yaml')) as string },
    ]);
    expect(report.counts.checked).toBe(1);
    expect(exceedsThreshold(report, 'error')).toBe(true);
  });

  test('reports an input without manifests', async () => {
    const report = await run(write('a.yaml', '# nothing\n'));
    expect(report.problems).toHaveLength(1);
    expect(exceedsThreshold(report, 'error')).toBe(true);
  });

  test.each<[Severity | 'nothing', boolean, boolean]>([
    ['rejected', true, true],
    ['never-starts', true, true],
    ['dropped', false, true],
    ['warning', false, true],
    ['nothing', false, false],
  ])(
    'with the severity %s exceeds the threshold error: %s, warning: %s',
    async (severity, byDefault, strictly) => {
      const report = await run(
        write('a.yaml', job('a', severity === 'nothing' ? '' : `${severity} spec`)),
      );
      expect([exceedsThreshold(report, 'error'), exceedsThreshold(report, 'warning')]).toEqual([
        byDefault,
        strictly,
      ]);
    },
  );

  test('counts findings over the maximum without returning them', async () => {
    const path = write('a.yaml', job('a'));
    const finding: Finding = {
      rule: 'a/b',
      severity: 'warning',
      field: 'spec',
      path: ['spec'],
      message: 'm',
      fix: 'f',
    };
    const { findings, counts } = await checkPaths([path], {
      check: () => Array<Finding>(100_005).fill(finding),
    });
    expect(findings).toHaveLength(100_000);
    expect(counts).toMatchObject({ omitted: 5, findings: { warning: 100_005 } });
  });

  test('reports a run that an earlier synth left beside the new one, and names both files', async () => {
    const runOf = (name: string, namespace = 'shop') =>
      `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n` +
      '  labels: {cdk8s-jobs/id: migrate}\nspec: {a: 1}\n';
    write('Job.migrate-1.yaml', runOf('migrate-1'));
    write('Job.migrate-2.yaml', runOf('migrate-2'));
    write('copy/Job.migrate-1.yaml', runOf('migrate-1'));
    write('other.yaml', runOf('migrate-3', 'other'));
    const { findings } = await run(folder);
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'manifest/unique-id',
        name: 'migrate-2',
        file: join(folder, 'Job.migrate-2.yaml'),
        line: 6,
        message: expect.stringContaining(
          `as Job migrate-1 (${join(folder, 'Job.migrate-1.yaml')}:1:1)`,
        ),
      }),
    ]);
  });

  test('accepts two runs of one Job in two folders, unless they have one namespace', async () => {
    const runOf = (namespace: string) =>
      `apiVersion: batch/v1\nkind: Job\nmetadata: {name: NAME, ${namespace}labels: ` +
      '{cdk8s-jobs/id: migrate}}\nspec: {template: {spec: {restartPolicy: Never, containers: ' +
      '[{name: a, image: "a:1"}]}}}\n';
    const rulesFor = async (namespace: string) => {
      for (const name of ['dev', 'prod']) {
        mkdirSync(join(folder, name), { recursive: true });
        write(`${name}/job.yaml`, runOf(namespace).replace('NAME', name));
      }
      return (await run(folder)).findings.map(({ rule }) => rule);
    };
    expect(await rulesFor('')).toEqual([]);
    expect(await rulesFor('namespace: shop, ')).toEqual(['manifest/unique-id']);
  });

  test('describes each problem of a document', async () => {
    const messages: unknown[] = [];
    for (const [, text] of UNREADABLE) {
      const { findings } = await run(write('a.yaml', text));
      const { rule, message, fix } = findings[0];
      messages.push({ rule, message, fix });
    }
    expect(messages).toMatchSnapshot();
  });
});
