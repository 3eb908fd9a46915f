import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on, withOthers } from '../example';
import {
  changed,
  changedJob,
  changedPod,
  jobOfCronJob,
  MINIMAL_CRON_JOB,
  MINIMAL_JOB,
  main,
  metadata,
  named,
} from '../manifests';

const POLICY = {
  rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
};
const SUSPENDED = { conditions: [{ type: 'Suspended', status: 'True' }] };
const STARTED = { startTime: '2026-01-31T08:00:00Z' };
const NODES = { nodeSelector: { disk: 'ssd' } };
const MORE = { containers: [main({ resources: { requests: { cpu: '2' } } })] };
const IMAGE = { containers: [main({ image: 'busybox:2' })] };
const NODE_AFFINITY = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'Exists' }] }],
    },
  },
};
const POD_AFFINITY = {
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }],
  },
};
const WITH_INIT = { template: { spec: { initContainers: [named('init')] } } };
const suspended = (spec: JsonObject = {}) => ({ suspend: true, ...spec });

export const updateExamples: Examples = {
  'update/metadata': {
    bad: [
      changed(MINIMAL_JOB, { metadata: { uid: 'another' } }),
      changed(MINIMAL_JOB, { metadata: { deletionTimestamp: '2026-01-31T08:00:00Z' } }),
      changed(MINIMAL_JOB, { metadata: { deletionGracePeriodSeconds: 30 } }),
      changed(MINIMAL_CRON_JOB, { metadata: { uid: 'another' } }),
      changed(metadata({ namespace: 'default' }), { metadata: { namespace: 'shop' } }),
    ],
    good: [
      changed(MINIMAL_JOB, { metadata: { labels: { team: 'shop' } } }),
      changed(MINIMAL_JOB, { metadata: { uid: null } }),
      changed(MINIMAL_CRON_JOB, { metadata: { labels: { team: 'shop' } } }),
      changed(metadata({ namespace: 'default' }), { metadata: { namespace: null } }),
    ],
  },
  'update/completions': {
    bad: [
      changedJob({ completions: 3 }, { completions: 5 }),
      changedJob({ completionMode: 'Indexed', completions: 3 }, { completions: 5 }),
      withOthers(
        ['update/immutable'],
        changedJob(
          { completionMode: 'Indexed', completions: 3 },
          { completionMode: 'NonIndexed', completions: 5, parallelism: 5 },
        ),
      ),
    ],
    good: [
      changedJob({ completions: 3 }, { parallelism: 5 }),
      changedJob({ completionMode: 'Indexed', completions: 3 }, { completions: 5, parallelism: 5 }),
      changed(jobOfCronJob({ completions: 3 }), {
        spec: { jobTemplate: { spec: { completions: 5 } } },
      }),
    ],
  },
  'update/immutable': {
    bad: [
      changedJob({ completions: 3 }, { completionMode: 'Indexed' }),
      changedJob({ podFailurePolicy: POLICY }, { podFailurePolicy: null }),
      changedJob({ completionMode: 'Indexed', completions: 3 }, { backoffLimitPerIndex: 1 }),
      changedJob({}, { managedBy: 'kueue.x-k8s.io/multikueue' }),
      changedJob(
        { completionMode: 'Indexed', completions: 3 },
        { successPolicy: { rules: [{ succeededCount: 1 }] } },
      ),
      changedJob({}, { selector: { matchLabels: { 'job-name': 'example' } } }),
    ],
    good: [
      changedJob({ completions: 3 }, { backoffLimit: 2 }),
      changedJob({ podFailurePolicy: POLICY }, { suspend: true }),
      changed(jobOfCronJob({ completions: 3 }), {
        spec: { jobTemplate: { spec: { completionMode: 'Indexed' } } },
      }),
    ],
  },
  'update/template': {
    bad: [
      changedPod({}, IMAGE),
      changedPod({}, NODES),
      changedPod(suspended(), IMAGE),
      changedPod(suspended(), NODES, STARTED),
      changedPod({}, NODES, SUSPENDED),
      changedPod(suspended(), MORE, SUSPENDED),
      changedPod(suspended(), { affinity: POD_AFFINITY }),
      changedPod(suspended({ template: { spec: { affinity: POD_AFFINITY } } }), {
        affinity: { podAffinity: null, ...NODE_AFFINITY },
      }),
      on(36, changedPod({}, NODES)),
      on(36, changedPod(suspended(), MORE, { ...SUSPENDED, active: 1 })),
      on(36, changedPod(suspended(), NODES, { active: 1 })),
      on(36, changedPod(suspended(), IMAGE, SUSPENDED)),
      on(
        36,
        changedPod(suspended(), NODES, {
          ...STARTED,
          conditions: [{ type: 'Suspended', status: 'False' }],
        }),
      ),
      on(36, changedPod(suspended(), NODES, STARTED)),
      on(
        36,
        changedPod(suspended(), NODES, {
          ...STARTED,
          conditions: [{ type: 'FailureTarget', status: 'True' }],
        }),
      ),
      on(36, changedPod(suspended(), MORE, STARTED)),
      on(36, changedPod(suspended(), { containers: [main(), named('second')] }, SUSPENDED)),
      on(36, changedPod(suspended(), { containers: [named('second')] }, SUSPENDED)),
      on(36, changedPod({}, MORE, SUSPENDED)),
      changedPod(
        suspended({ template: { spec: { affinity: { ...NODE_AFFINITY, ...POD_AFFINITY } } } }),
        { affinity: null },
      ),
    ],
    good: [
      changedJob({}, { activeDeadlineSeconds: 60 }),
      changedPod(suspended(), NODES),
      changedPod(suspended(), { affinity: NODE_AFFINITY }),
      changedJob(suspended(), {
        template: { metadata: { labels: { team: 'shop' }, annotations: { team: 'shop' } } },
      }),
      changedPod(suspended(), { tolerations: [{ operator: 'Exists' }] }),
      changedPod(
        suspended({ template: { spec: { schedulingGates: [{ name: 'example.com/wait' }] } } }),
        { schedulingGates: null },
      ),
      changedPod(suspended({ template: { spec: { affinity: NODE_AFFINITY } } }), {
        affinity: null,
      }),
      changedPod(
        suspended({ template: { spec: { affinity: { ...NODE_AFFINITY, ...POD_AFFINITY } } } }),
        { affinity: { nodeAffinity: null } },
      ),
      changedPod(suspended({ template: { spec: { affinity: POD_AFFINITY } } }), {
        affinity: NODE_AFFINITY,
      }),
      on(36, changedPod(suspended(), NODES, { ...SUSPENDED, ...STARTED })),
      on(36, changedPod(suspended(), NODES)),
      on(36, changedPod(suspended(), MORE)),
      on(36, changedPod(suspended(), MORE, SUSPENDED)),
      on(
        36,
        changedPod(
          suspended(WITH_INIT),
          { initContainers: [named('init', { resources: { requests: { cpu: '2' } } })] },
          SUSPENDED,
        ),
      ),
      changed(MINIMAL_CRON_JOB, { spec: { jobTemplate: { spec: { template: { spec: IMAGE } } } } }),
    ],
  },
};
