import type { JsonObject } from '../../../../src/kubernetes/json';
import { mergePatch } from '../../../../src/kubernetes/merge';
import { Examples, on } from '../example';
import {
  container,
  cronJob,
  cronJobManifest,
  job,
  jobOfCronJob,
  MINIMAL_CRON_JOB,
  MINIMAL_JOB,
  mounts,
  pod,
  security,
  template,
  volume,
} from '../manifests';

const jobMetadata = (metadata: JsonObject) => cronJob({ jobTemplate: { metadata } });
const indexed = (name: string, completions: number, completionMode = 'Indexed') =>
  cronJobManifest({
    metadata: { name },
    spec: { jobTemplate: { spec: { completionMode, completions } } },
  });
const image = (name: string) => container({ image: name });
const user = (ofContainer: JsonObject, ofPod: JsonObject = {}) =>
  security(ofContainer, { securityContext: ofPod });
const subPath = (subPathExpr: string, part: JsonObject = {}) =>
  mounts([{ name: 'data', mountPath: '/data', subPathExpr }], part);
const mounted = (source: JsonObject) =>
  mounts([{ name: 'data', mountPath: '/data' }], {}, [{ name: 'data', ...source }]);
const medium = (name: string) => mounted({ emptyDir: { medium: name } });
const DIGEST = '0123456789abcdef'.repeat(4);

export const neverStartsExamples: Examples = {
  'cron-job/never-fires': {
    bad: [cronJob({ schedule: '0 6 30 2 *' }), cronJob({ schedule: '0 6 31 4,6 *' })],
    good: [
      cronJob({ schedule: '0 6 29 2 *' }),
      cronJob({ schedule: '0 6 30 2 1' }),
      cronJob({ schedule: '@every 1h' }),
    ],
  },
  'cron-job/job-metadata': {
    bad: [
      jobMetadata({ labels: { team: 'the shop' } }),
      jobMetadata({ labels: { 'the team': 'shop' } }),
      jobMetadata({ annotations: { 'the team': 'shop' } }),
    ],
    good: [
      jobMetadata({ labels: { team: 'the-shop' } }),
      jobMetadata({ annotations: { 'Example.com/Team': 'the shop' } }),
      MINIMAL_CRON_JOB,
      jobMetadata({ finalizers: ['foregroundDeletion'] }),
    ],
  },
  'cron-job/reserved-labels': {
    bad: [
      'job-name',
      'batch.kubernetes.io/job-name',
      'controller-uid',
      'batch.kubernetes.io/controller-uid',
    ].map((label) => jobOfCronJob({ template: { metadata: { labels: { [label]: 'report' } } } })),
    good: [
      jobOfCronJob({ template: { metadata: { labels: { app: 'report' } } } }),
      template({ metadata: { labels: { 'job-name': 'example' } } }),
    ],
  },
  'cron-job/indexed-name-length': {
    bad: [indexed('a'.repeat(52), 11), indexed('v1.import', 1)],
    good: [
      indexed('a'.repeat(51), 11),
      indexed('a'.repeat(52), 10),
      indexed('v1.import', 0),
      indexed('v1.import', 1, 'NonIndexed'),
      cronJobManifest({
        metadata: { name: null, generateName: 'a-' },
        spec: { jobTemplate: { spec: { completionMode: 'Indexed', completions: 11 } } },
      }),
    ],
  },
  'container/image-name': {
    bad: [
      'Registry/App:1',
      'busybox:',
      'my app:1',
      'https://registry.example.com/app:1',
      'busybox@sha256:0123',
      DIGEST,
    ].map(image),
    good: [
      'registry.example.com/team/app:1.2',
      'localhost:5000/app',
      'busybox',
      `busybox:1@sha256:${DIGEST}`,
      `busybox@sha256:${DIGEST}`,
    ].map(image),
  },
  'security/root-refused': {
    bad: [
      user({ runAsNonRoot: true, runAsUser: 0 }),
      user({ runAsUser: 0 }, { runAsNonRoot: true }),
      user({ runAsNonRoot: true }, { runAsUser: 0 }),
      user({}, { runAsNonRoot: true, runAsUser: 0 }),
    ],
    good: [
      user({ runAsNonRoot: true, runAsUser: 65532 }),
      user({ runAsUser: 0 }),
      user({ runAsNonRoot: true }),
      user({ runAsNonRoot: false, runAsUser: 0 }, { runAsNonRoot: true }),
      user({ runAsUser: 65532 }, { runAsNonRoot: true, runAsUser: 0 }),
    ],
  },
  'pod/priority-by-hand': {
    bad: [pod({ priority: 1000 }), pod({ priority: 1000, priorityClassName: '' })],
    good: [
      pod({ priorityClassName: 'high' }),
      pod({ priority: 0 }),
      pod({ priority: 1000, priorityClassName: 'high' }),
      MINIMAL_JOB,
    ],
  },
  'cron-job/deadline-zero': {
    bad: cronJob({ startingDeadlineSeconds: 0 }),
    good: [cronJob({ startingDeadlineSeconds: 60 }), MINIMAL_CRON_JOB],
  },
  'job/deadline-zero': {
    bad: [job({ activeDeadlineSeconds: 0 }), jobOfCronJob({ activeDeadlineSeconds: 0 })],
    good: [job({ activeDeadlineSeconds: 3600 }), MINIMAL_JOB],
  },
  'container/working-dir': {
    bad: container({ workingDir: 'app' }),
    good: [container({ workingDir: '/app' }), container({ workingDir: '' })],
  },
  'mount/sub-path-variable': {
    bad: [
      subPath('$(POD_NAME)'),
      subPath('$(A)/$(B)', { env: [{ name: 'A', value: 'a' }] }),
      subPath('$$$(A)'),
      subPath('$(JOB_COMPLETION_INDEX)'),
    ],
    good: [
      subPath('$(POD_NAME)', {
        env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      }),
      subPath('a'),
      subPath('$$(A)'),
      subPath('$(A)', { envFrom: [{ configMapRef: { name: 'app' } }] }),
      subPath('$(REDIS_SERVICE_HOST)'),
      mergePatch(subPath('$(JOB_COMPLETION_INDEX)'), {
        spec: { completionMode: 'Indexed', completions: 3 },
      }),
    ],
  },
  'volume/medium': {
    bad: [medium('memory'), medium('Disk'), medium('HugePages-')],
    good: [
      medium('Memory'),
      medium(''),
      medium('HugePages'),
      medium('HugePages-2Mi'),
      mounted({ emptyDir: {} }),
      volume({ emptyDir: { medium: 'memory' } }),
    ],
  },
  'volume/removed': {
    bad: [
      mounted({ gitRepo: { repository: 'https://example.com/shop.git' } }),
      mounted({ cephfs: { monitors: ['10.0.0.1:6789'] } }),
      mounted({ rbd: { monitors: ['10.0.0.1:6789'], image: 'data' } }),
      mounted({ glusterfs: { endpoints: 'gluster', path: 'data' } }),
      mounted({ photonPersistentDisk: { pdID: 'data' } }),
      mounted({
        scaleIO: {
          gateway: 'https://a',
          system: 'a',
          volumeName: 'a',
          secretRef: { name: 'keys' },
        },
      }),
      mounted({ flocker: { datasetName: 'data' } }),
      mounted({ quobyte: { registry: 'quobyte:7861', volume: 'data' } }),
      mounted({ storageos: { volumeName: 'data' } }),
      on(31, mounted({ cephfs: { monitors: ['10.0.0.1:6789'] } })),
      on(31, mounted({ rbd: { monitors: ['10.0.0.1:6789'], image: 'data' } })),
      on(33, mounted({ gitRepo: { repository: 'https://example.com/shop.git' } })),
    ],
    good: [
      mounted({ persistentVolumeClaim: { claimName: 'data' } }),
      on(32, mounted({ gitRepo: { repository: 'https://example.com/shop.git' } })),
      on(30, mounted({ cephfs: { monitors: ['10.0.0.1:6789'] } })),
      on(30, mounted({ rbd: { monitors: ['10.0.0.1:6789'], image: 'data' } })),
      mounted({ nfs: { server: 'nfs.example.com', path: '/' } }),
      volume({ flocker: { datasetName: 'data' } }),
    ],
  },
  'volume/image-without-reference': {
    bad: [volume({ image: {} }), on(36, volume({ image: {} }))],
    good: volume({ image: { reference: 'registry.example.com/models:1' } }),
  },
};
