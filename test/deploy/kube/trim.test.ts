import { trimObject } from '../../../src/deploy/kube/trim';

const METADATA = {
  name: 'a',
  namespace: 'ns',
  uid: 'a',
  resourceVersion: '1',
  managedFields: [{}],
  generation: 1,
};
const KEPT = { name: 'a', namespace: 'ns', uid: 'a', resourceVersion: '1' };
const INDEX = 'batch.kubernetes.io/job-completion-index';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

test('trimObject keeps only the fields of a Pod that show its state', () => {
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message: 'no node',
    lastTransitionTime: 't',
  };
  const status = {
    name: 'main',
    restartCount: 1,
    containerID: 'c',
    state: { running: { startedAt: 't' } },
    lastState: { terminated: { exitCode: 3 } },
  };
  expect(
    trimObject({
      metadata: {
        ...METADATA,
        labels: { 'job-name': 'j', [INDEX]: '4' },
        annotations: { [INDEX]: '4', long: 'text' },
        ownerReferences: [{ uid: 'j', controller: true, name: 'j' }],
      },
      spec: {
        nodeName: 'n',
        volumes: [{}],
        containers: [{ name: 'main', image: 'busybox', env: [{}] }],
        initContainers: [{ name: 'side', image: 'x', restartPolicy: 'Always' }],
      },
      status: {
        phase: 'Running',
        podIP: '1',
        conditions: [
          { ...condition, lastProbeTime: null },
          { type: 'Ready', status: 'False' },
        ],
        containerStatuses: [{ ...status, imageID: 'x', volumeMounts: [{}] }],
      },
    } as never),
  ).toEqual({
    metadata: {
      ...KEPT,
      labels: { [INDEX]: '4' },
      annotations: { [INDEX]: '4' },
      ownerReferences: [{ uid: 'j', controller: true }],
    },
    spec: {
      nodeName: 'n',
      containers: [{ name: 'main' }],
      initContainers: [{ name: 'side', restartPolicy: 'Always' }],
    },
    status: { phase: 'Running', conditions: [condition], containerStatuses: [status] },
  });
});

test('trimObject keeps the labels, counters and limits of a Job, and drops most of its Pod template', () => {
  const resources = { limits: { memory: '1Gi' } };
  const status = {
    conditions: [{ type: 'Complete', status: 'True' }],
    succeeded: 1,
    completedIndexes: '0',
  };
  expect(
    trimObject({
      metadata: { ...METADATA, labels: { a: 'b' }, annotations: { [LAST_APPLIED]: '{}', c: 'd' } },
      spec: {
        completions: 1,
        suspend: false,
        selector: {},
        template: {
          metadata: {},
          spec: {
            restartPolicy: 'Never',
            volumes: [{ name: 'v', configMap: { name: 'c', optional: true } }],
            containers: [{ name: 'main', image: 'x', resources: { ...resources, requests: {} } }],
          },
        },
      },
      status: { ...status, uncountedTerminatedPods: {} },
    } as never),
  ).toEqual({
    metadata: { ...KEPT, labels: { a: 'b' }, annotations: { c: 'd' } },
    spec: {
      completions: 1,
      suspend: false,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', resources }],
          volumes: [{ name: 'v', configMap: { name: 'c' } }],
        },
      },
    },
    status,
  });
});
