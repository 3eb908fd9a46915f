import { examplesIn } from './example';
import { lintExamples } from './examples/lint';
import {
  container,
  cronJob,
  env,
  job,
  jobOfCronJob,
  mounts,
  metadata,
  pod,
  ports,
  template,
} from './manifests';
import type { JsonObject } from '../../../src/kubernetes/json';
import { mergePatch } from '../../../src/kubernetes/merge';
import { lint, LintOptions } from '../../../src/kubernetes/rules/lint';
import { findErrorsOnEveryVersion } from '../../../src/kubernetes/rules/preflight';
import type { RuleSetting } from '../../../src/kubernetes/rules/rule-settings';

/** Returns the findings as `severity rule field`. */
const found = (manifest: JsonObject, options?: LintOptions) =>
  lint(manifest, options)!.map(({ severity, rule, field }) => `${severity} ${rule} ${field}`);
const settings = (list: Record<string, RuleSetting>) => ({
  settings: new Map(Object.entries(list)),
});
const ignoring = (text: string, manifest: JsonObject) =>
  mergePatch(manifest, { metadata: { annotations: { 'cdk8s-jobs/ignore': text } } });
const IMAGE = 'spec.template.spec.containers[0].image';
const LATEST = container({ image: 'busybox' });

describe('rules about whole objects', () => {
  test.each(Object.entries(lintExamples))('%s finds its bad examples only', (id, { bad, good }) => {
    for (const { manifest } of examplesIn(bad)) {
      expect([manifest, found(manifest)]).toEqual([
        manifest,
        expect.arrayContaining([expect.stringContaining(` ${id} `)]),
      ]);
    }
    for (const { manifest } of examplesIn(good)) {
      expect([manifest, found(manifest)]).toEqual([manifest, []]);
    }
  });
});

describe('a cause', () => {
  test.each([
    [
      'a volume that Kubernetes has removed',
      mounts([{ name: 'data', mountPath: '/data' }], {}, [
        { name: 'data', glusterfs: { endpoints: 'e', path: 'p' } },
      ]),
      ['never-starts volume/removed spec.template.spec.volumes[0].glusterfs'],
    ],
    [
      'a name with a capital',
      metadata({ name: 'Report_' }),
      ['rejected metadata/name-format metadata.name'],
    ],
    [
      'a long name',
      mergePatch(template({ metadata: { labels: { a: 'b' } } }), {
        metadata: { name: 'a'.repeat(70) },
      }),
      ['rejected job/name-length metadata.name'],
    ],
    [
      'a long name of a CronJob',
      mergePatch(jobOfCronJob({ completionMode: 'Indexed', completions: 3 }), {
        metadata: { name: 'a'.repeat(70) },
      }),
      ['rejected cron-job/name-length metadata.name'],
    ],
    [
      'a port that is listed twice',
      ports({ name: 'http', containerPort: 80 }, { name: 'http', containerPort: 80 }),
      ['rejected port/name-unique spec.template.spec.containers[0].ports[1].name'],
    ],
    [
      'an unnamed port that is listed twice',
      ports({ containerPort: 80 }, { containerPort: 80 }),
      ['warning apply/unique-entries spec.template.spec.containers[0].ports[1]'],
    ],
    [
      'a variable that is listed twice',
      env({ name: 'A', value: 'a' }, { name: 'A', value: 'b' }),
      ['warning apply/unique-entries spec.template.spec.containers[0].env[1]'],
    ],
    [
      'a pull secret that is listed twice',
      pod({ imagePullSecrets: [{ name: 'a' }, { name: 'a' }] }),
      ['warning apply/unique-entries spec.template.spec.imagePullSecrets[1]'],
    ],
  ] as [string, JsonObject, string[]][])('%s has one finding', (_, manifest, expected) => {
    expect(found(manifest)).toEqual(expected);
  });

  test('two labels that are wrong have two findings', () => {
    expect(found(metadata({ labels: { 'a b': 'x', c: 'd e' } }))).toEqual([
      'rejected labels/key metadata.labels',
      'rejected labels/value metadata.labels',
    ]);
  });
});

describe('placeholders', () => {
  test('an object has one finding for all its placeholders, which counts the fields', () => {
    const manifest = container(
      { image: 'ko://example.com/report', resources: { limits: { cpu: '${CPU}' } } },
      { serviceAccountName: '<account>' },
    );
    expect(lint(manifest)).toEqual([
      expect.objectContaining({
        rule: 'manifest/placeholder',
        severity: 'info',
        message: expect.stringMatching(/"\$\{CPU\}" contains a placeholder.* 2 more fields$/),
      }),
    ]);
  });

  test('hide no other error of the object', () => {
    expect(found(container({ image: 'ko://a', imagePullPolicy: 'always' }))).toEqual([
      'rejected value/not-supported spec.template.spec.containers[0].imagePullPolicy',
      `info manifest/placeholder ${IMAGE}`,
    ]);
    expect(found(container({ imag: '${IMAGE}' }))).toEqual([
      'rejected manifest/unknown-field spec.template.spec.containers[0].imag',
    ]);
  });

  test('can be made an error', () => {
    expect(
      found(container({ image: 'ko://a' }), settings({ 'manifest/placeholder': 'error' })),
    ).toEqual([`error manifest/placeholder ${IMAGE}`]);
  });

  test('are errors before an apply, since no other tool fills them in', () => {
    expect(findErrorsOnEveryVersion(metadata({ namespace: '${NAMESPACE}' }))).toEqual([
      expect.objectContaining({ rule: 'metadata/namespace-format', severity: 'rejected' }),
    ]);
  });
});

describe('settings of rules', () => {
  test.each([
    ['off', []],
    ['info', [`info container/image-latest ${IMAGE}`]],
    ['warning', [`warning container/image-latest ${IMAGE}`]],
    ['error', [`error container/image-latest ${IMAGE}`]],
  ] as const)('%s replaces the severity of a rule', (setting, expected) => {
    expect(found(LATEST, settings({ 'container/image-latest': setting }))).toEqual(expected);
  });

  test('keep a severity of the same level, which says more', () => {
    const wrong = job({ backoffLimit: -1 });
    const finding = 'value/out-of-range spec.backoffLimit';
    expect(found(wrong, settings({ 'value/out-of-range': 'error' }))).toEqual([
      `rejected ${finding}`,
    ]);
    expect(found(wrong, settings({ 'value/out-of-range': 'warning' }))).toEqual([
      `warning ${finding}`,
    ]);
  });
});

describe('the annotation cdk8s-jobs/ignore', () => {
  test('switches rules off for its object', () => {
    const manifest = cronJob({ schedule: '*/45 * 1 * 1' });
    const reasons =
      'cron-job/uneven-step: two runs an hour are enough; cron-job/day-or-weekday: both are meant';
    expect(found(manifest)).toHaveLength(2);
    expect(found(ignoring(reasons, manifest))).toEqual([]);
  });

  test('takes precedence over settings', () => {
    expect(
      found(
        ignoring('container/image-latest: the release sets the digest', LATEST),
        settings({ 'container/image-latest': 'error' }),
      ),
    ).toEqual([]);
  });

  test('switches a rule off without a reason, and has a finding for it', () => {
    expect(lint(ignoring('container/image-latest', LATEST))).toEqual([
      expect.objectContaining({
        rule: 'annotations/ignore',
        severity: 'warning',
        field: 'metadata.annotations[cdk8s-jobs/ignore]',
        message: '"container/image-latest" has no reason',
      }),
    ]);
  });

  test('has a finding for an unknown rule, with the closest one', () => {
    const messages = (text: string) => lint(ignoring(text, job({})))!.map(({ message }) => message);
    expect(messages('image-latest: x')).toEqual([
      'unknown rule "image-latest"; did you mean container/image-latest?',
    ]);
    expect(messages('a/b: x; container/image-lates: y')).toEqual([
      'unknown rule "a/b"',
      'unknown rule "container/image-lates"; did you mean container/image-latest?',
    ]);
  });

  test('hides before an apply what never starts, but not what the API server rejects', () => {
    const both = container({ image: 'A', name: 'B' });
    const reasons = 'container/image-name: a webhook sets it; value/name-format: a webhook sets it';
    expect(findErrorsOnEveryVersion(ignoring(reasons, both))).toEqual([
      expect.objectContaining({ rule: 'value/name-format' }),
    ]);
    expect(found(ignoring(reasons, both))).toEqual([]);
  });
});

test('lint returns undefined for an object of another kind', () => {
  expect(lint({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } })).toBeUndefined();
});
