import { Examples, on, withOthers } from '../example';
import {
  changedJob,
  indexed,
  job,
  jobOfCronJob,
  manifest,
  pod,
  stored,
  template,
} from '../manifests';

const RULES = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }];
const MANY = {
  completionMode: 'Indexed',
  completions: 200_000,
  backoffLimitPerIndex: 1,
  maxFailedIndexes: 10,
  parallelism: 10,
};
const MANUAL = { manualSelector: true, selector: { matchLabels: { app: 'shop' } } };
const WITH_APP = { template: { metadata: { labels: { app: 'shop' } } } };

export const jobExamples: Examples = {
  'job/indexed-needs-completions': {
    bad: [
      job({ completionMode: 'Indexed', parallelism: 3 }),
      job({
        completionMode: 'Indexed',
        parallelism: 1,
        successPolicy: { rules: [{ succeededIndexes: '9', succeededCount: 9 }] },
      }),
      jobOfCronJob({ completionMode: 'Indexed', parallelism: 3 }),
    ],
    good: [
      job({ completionMode: 'Indexed', completions: 3, parallelism: 3 }),
      job({ completionMode: 'NonIndexed', parallelism: 3 }),
      job({ parallelism: 3 }),
    ],
  },
  'job/indexed-parallelism': {
    bad: indexed({ completions: 200_000, parallelism: 100_001 }),
    good: [
      indexed({ completions: 200_000, parallelism: 100_000 }),
      job({ completions: 200_000, parallelism: 100_001 }),
    ],
  },
  'job/indexed-name-length': {
    bad: [
      manifest({
        metadata: { name: 'a'.repeat(61) },
        spec: { completionMode: 'Indexed', completions: 11 },
      }),
      manifest({
        metadata: { name: 'v1.import' },
        spec: { completionMode: 'Indexed', completions: 1 },
      }),
      manifest({
        metadata: { name: 'a'.repeat(62) },
        spec: { completionMode: 'Indexed', completions: 1 },
      }),
      manifest({
        metadata: { name: null, generateName: 'v1.import-' },
        spec: { completionMode: 'Indexed', completions: 1 },
      }),
    ],
    good: [
      manifest({
        metadata: { name: 'a'.repeat(60) },
        spec: { completionMode: 'Indexed', completions: 11 },
      }),
      manifest({
        metadata: { name: 'a'.repeat(61) },
        spec: { completionMode: 'Indexed', completions: 10 },
      }),
      manifest({
        metadata: { name: 'v1.import' },
        spec: { completionMode: 'Indexed', completions: 0 },
      }),
      manifest({ metadata: { name: 'v1.import' }, spec: { completions: 11 } }),
      manifest({
        metadata: { name: null, generateName: 'example-' },
        spec: { completionMode: 'Indexed', completions: 11 },
      }),
    ],
  },
  'job/max-failed-indexes': {
    bad: [
      indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 4 }),
      indexed({ completions: 100_000, backoffLimitPerIndex: 1, maxFailedIndexes: 100_001 }),
      withOthers(
        ['job/many-indexes'],
        indexed({ completions: 200_000, backoffLimitPerIndex: 1, maxFailedIndexes: 100_001 }),
      ),
    ],
    good: [
      indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 3 }),
      indexed({ completions: 100_000, backoffLimitPerIndex: 1, maxFailedIndexes: 100_000 }),
    ],
  },
  'job/max-failed-indexes-needs-limit': {
    bad: [indexed({ maxFailedIndexes: 1 }), indexed({ maxFailedIndexes: 0 })],
    good: [
      indexed({ maxFailedIndexes: 1, backoffLimitPerIndex: 1 }),
      indexed({ backoffLimitPerIndex: 0 }),
    ],
  },
  'job/many-indexes': {
    bad: [
      job({ ...MANY, maxFailedIndexes: 10_001 }),
      job({ ...MANY, maxFailedIndexes: null }),
      job({ ...MANY, parallelism: 10_001 }),
    ],
    good: [
      job(MANY),
      job({ ...MANY, maxFailedIndexes: 10_000, parallelism: 10_000 }),
      job({ ...MANY, completions: 100_000, maxFailedIndexes: 10_001, parallelism: 10_001 }),
      job({ ...MANY, backoffLimitPerIndex: null, maxFailedIndexes: null, parallelism: 10_001 }),
      job({ completions: 200_000, parallelism: 10_001 }),
    ],
  },
  'job/per-index-needs-indexed': {
    bad: [
      job({ completions: 3, backoffLimitPerIndex: 1 }),
      job({ completions: 3, completionMode: 'NonIndexed', backoffLimitPerIndex: 1 }),
      withOthers(
        ['job/max-failed-indexes-needs-limit'],
        job({ completions: 3, maxFailedIndexes: 1 }),
      ),
      jobOfCronJob({ completions: 3, backoffLimitPerIndex: 1 }),
      job({ completions: 3, backoffLimitPerIndex: 1, maxFailedIndexes: 4 }),
      job({ completions: 200_000, backoffLimitPerIndex: 1 }),
    ],
    good: [
      indexed({ backoffLimitPerIndex: 1 }),
      indexed({ backoffLimitPerIndex: 1, maxFailedIndexes: 1 }),
      job({ completions: 3 }),
      jobOfCronJob({ completions: 3 }),
    ],
  },
  'job/managed-by': {
    bad: [
      job({ managedBy: 'kueue' }),
      job({ managedBy: `kueue.x-k8s.io/${'a'.repeat(49)}` }),
      job({ managedBy: '' }),
    ],
    good: [
      job({ managedBy: 'kueue.x-k8s.io/multikueue' }),
      job({ managedBy: `kueue.x-k8s.io/${'a'.repeat(48)}` }),
    ],
  },
  'job/pod-replacement-policy': {
    bad: [
      job({ podReplacementPolicy: 'TerminatingOrFailed', podFailurePolicy: { rules: RULES } }),
      job({ podReplacementPolicy: 'Always' }),
      job({ podReplacementPolicy: '' }),
    ],
    good: [
      job({ podReplacementPolicy: 'Failed', podFailurePolicy: { rules: RULES } }),
      job({ podReplacementPolicy: 'Failed' }),
      job({ podReplacementPolicy: 'TerminatingOrFailed' }),
      job({ podFailurePolicy: { rules: RULES } }),
      on(28, job({ podFailurePolicy: { rules: RULES } })),
    ],
  },
  'job/restart-policy': {
    bad: [
      pod({ restartPolicy: 'Always' }),
      pod({ restartPolicy: null }),
      pod({ restartPolicy: 'Sometimes' }),
      jobOfCronJob({ template: { spec: { restartPolicy: 'Always' } } }),
    ],
    good: [pod({ restartPolicy: 'Never' }), pod({ restartPolicy: 'OnFailure' })],
  },
  'job/failure-policy-needs-never': {
    bad: job({
      podFailurePolicy: { rules: RULES },
      template: { spec: { restartPolicy: 'OnFailure' } },
    }),
    good: [job({ podFailurePolicy: { rules: RULES } }), pod({ restartPolicy: 'OnFailure' })],
  },
  'job/selector-generated': {
    bad: [
      job({ selector: { matchLabels: { app: 'shop' } }, ...WITH_APP }),
      job({ selector: { matchLabels: { app: 'shop' } } }),
      template({ metadata: { labels: { 'job-name': 'another' } } }),
      template({ metadata: { labels: { 'batch.kubernetes.io/job-name': 'another' } } }),
      template({ metadata: { labels: { 'controller-uid': '1d2c3b4a' } } }),
      job({ selector: { matchExpressions: [{ key: 'job-name', operator: 'DoesNotExist' }] } }),
      withOthers(['update/immutable'], changedJob({}, { selector: null })),
      withOthers(
        ['update/template'],
        changedJob({}, { template: { metadata: { labels: { 'job-name': null } } } }),
      ),
      withOthers(
        ['update/immutable'],
        changedJob(
          {},
          { selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': '1d2c3b4a' } } },
        ),
      ),
    ],
    good: [
      template({ metadata: { labels: { app: 'shop' } } }),
      template({ metadata: { labels: { 'job-name': 'example' } } }),
      changedJob({}, { suspend: true }),
      job({ selector: { matchExpressions: [{ key: 'job-name', operator: 'Exists' }] } }),
      job({ manualSelector: false }),
      job({
        ...MANUAL,
        template: { metadata: { labels: { app: 'shop', 'job-name': 'another' } } },
      }),
      on(
        37,
        changedJob({ suspend: true }, { template: { metadata: { labels: { 'job-name': null } } } }),
      ),
    ],
  },
  'job/manual-selector': {
    bad: [
      job({ manualSelector: true }),
      job({ ...MANUAL, template: { metadata: { labels: { app: 'another' } } } }),
      job(MANUAL),
      job({ manualSelector: true, ...WITH_APP }),
    ],
    good: [
      job({ ...MANUAL, ...WITH_APP }),
      job({ manualSelector: true, selector: {} }),
      { manifest: stored(job({})), old: stored(job({})) },
    ],
  },
};
