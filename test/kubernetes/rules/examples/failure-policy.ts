import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on, withOthers } from '../example';
import { failurePolicy, indexed, job, jobOfCronJob, named, successPolicy } from '../manifests';

const DISRUPTION = [{ type: 'DisruptionTarget', status: 'True' }];
const exitCodes = (part: JsonObject, rule: JsonObject = {}, spec: JsonObject = {}) =>
  failurePolicy(
    { action: 'FailJob', onExitCodes: { operator: 'In', values: [42], ...part }, ...rule },
    spec,
  );
const many = (count: number, from = 1) => Array.from({ length: count }, (_, i) => from + i);

export const failurePolicyExamples: Examples = {
  'failure-policy/too-many-rules': {
    bad: job({
      podFailurePolicy: {
        rules: many(21).map(() => ({ action: 'Ignore', onPodConditions: DISRUPTION })),
      },
    }),
    good: job({
      podFailurePolicy: {
        rules: many(20).map(() => ({ action: 'Ignore', onPodConditions: DISRUPTION })),
      },
    }),
  },
  'failure-policy/action': {
    bad: [
      failurePolicy({ action: 'Retry', onPodConditions: DISRUPTION }),
      failurePolicy({ onPodConditions: DISRUPTION }),
    ],
    good: ['Ignore', 'Count', 'FailJob'].map((action) =>
      failurePolicy({ action, onPodConditions: DISRUPTION }),
    ),
  },
  'failure-policy/fail-index-needs-limit': {
    bad: failurePolicy(
      { action: 'FailIndex', onExitCodes: { operator: 'In', values: [42] } },
      { completionMode: 'Indexed', completions: 3 },
    ),
    good: [
      failurePolicy(
        { action: 'FailIndex', onExitCodes: { operator: 'In', values: [42] } },
        { completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 1 },
      ),
      exitCodes({}),
    ],
  },
  'failure-policy/one-condition': {
    bad: [exitCodes({}, { onPodConditions: DISRUPTION }), failurePolicy({ action: 'Count' })],
    good: [exitCodes({}), failurePolicy({ action: 'Ignore', onPodConditions: DISRUPTION })],
  },
  'failure-policy/container-name': {
    bad: [exitCodes({ containerName: 'worker' }), exitCodes({ containerName: '' })],
    good: [
      exitCodes({ containerName: 'main' }),
      exitCodes({}),
      exitCodes(
        { containerName: 'init' },
        {},
        { template: { spec: { initContainers: [named('init')] } } },
      ),
    ],
  },
  'failure-policy/exit-codes': {
    bad: [
      exitCodes({ values: [42, 3] }),
      exitCodes({ values: [] }),
      exitCodes({ values: many(256) }),
      exitCodes({ values: [3, 3] }),
      exitCodes({ values: [0] }),
      exitCodes({ values: [1, 0] }),
      exitCodes({ operator: 'NotIn', values: [0, 0] }),
    ],
    good: [
      exitCodes({ values: [3, 42] }),
      exitCodes({ values: many(255) }),
      exitCodes({ operator: 'NotIn', values: [0, 3] }),
    ],
  },
  'failure-policy/too-many-conditions': {
    bad: failurePolicy({
      action: 'Ignore',
      onPodConditions: many(21).map((i) => ({ type: `example.com/c${i}`, status: 'True' })),
    }),
    good: failurePolicy({
      action: 'Ignore',
      onPodConditions: many(20).map((i) => ({ type: `example.com/c${i}`, status: 'True' })),
    }),
  },
  'failure-policy/condition-type': {
    bad: [
      failurePolicy({
        action: 'Ignore',
        onPodConditions: [{ type: 'Disruption target', status: 'True' }],
      }),
      failurePolicy({ action: 'Ignore', onPodConditions: [{ status: 'True' }] }),
    ],
    good: [
      failurePolicy({ action: 'Ignore', onPodConditions: DISRUPTION }),
      failurePolicy({ action: 'Ignore', onPodConditions: [{ type: 'example.com/Lost' }] }),
    ],
  },
  'success-policy/needs-indexed': {
    bad: [
      job({ completions: 3, successPolicy: { rules: [{ succeededCount: 1 }] } }),
      on(30, jobOfCronJob({ successPolicy: { rules: [] } })),
      ...[{}, { succeededIndexes: '9' }, { succeededCount: 9 }].map((rule) =>
        job({ completions: 3, successPolicy: { rules: [rule] } }),
      ),
      job({ successPolicy: { rules: [] } }),
    ],
    good: [successPolicy({ succeededCount: 1 }), job({ completions: 3 })],
  },
  'success-policy/rules': {
    bad: [
      indexed({ successPolicy: { rules: [] } }),
      indexed({ successPolicy: {} }),
      indexed({ successPolicy: { rules: many(21).map(() => ({ succeededCount: 1 })) } }),
    ],
    good: [
      successPolicy({ succeededIndexes: '0' }),
      indexed({ successPolicy: { rules: many(20).map(() => ({ succeededCount: 1 })) } }),
    ],
  },
  'success-policy/rule-says-something': {
    bad: successPolicy({}),
    good: [
      successPolicy({ succeededIndexes: '0' }),
      successPolicy({ succeededCount: 2 }),
      successPolicy({ succeededIndexes: '0,2', succeededCount: 1 }),
    ],
  },
  'success-policy/indexes': {
    bad: [
      successPolicy({ succeededIndexes: '0-3' }),
      successPolicy({ succeededIndexes: '2,0' }),
      successPolicy({ succeededIndexes: '0-1-2' }),
      successPolicy({ succeededIndexes: '0, 2' }),
      successPolicy({ succeededIndexes: '2-1' }),
      successPolicy({ succeededIndexes: 'first' }),
      successPolicy(
        {
          succeededIndexes: many(20_000, 0)
            .map((i) => 3 * i)
            .join(),
        },
        { completions: 60_000 },
      ),
    ],
    good: [
      successPolicy({ succeededIndexes: '0-2' }),
      successPolicy({ succeededIndexes: '0,2' }),
      successPolicy({ succeededIndexes: '', succeededCount: 0 }),
    ],
  },
  'success-policy/count': {
    bad: [
      successPolicy({ succeededCount: 4 }),
      successPolicy({ succeededIndexes: '0,2', succeededCount: 3 }),
      successPolicy({ succeededCount: -1 }),
      withOthers(
        ['success-policy/indexes'],
        successPolicy({ succeededIndexes: 'first', succeededCount: 1 }),
      ),
    ],
    good: [
      successPolicy({ succeededCount: 3 }),
      successPolicy({ succeededIndexes: '0,2', succeededCount: 2 }),
      successPolicy({ succeededCount: 0 }),
    ],
  },
};
