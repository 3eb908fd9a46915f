import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on } from '../example';
import {
  container,
  cronJob,
  env,
  initContainer,
  job,
  jobOfCronJob,
  MINIMAL_JOB,
  main,
  manifest,
  metadata,
  mounts,
  pod,
  podSecurity,
  resources,
  security,
  volume,
} from '../manifests';

const image = { name: 'models', image: { reference: 'registry.example.com/models:1' } };
const finished = (status: JsonObject) => manifest({ status });

/** Examples of decoding errors and of dropped fields. */
export const manifestExamples: Examples = {
  'manifest/unknown-field': {
    bad: [
      job({ backofflimit: 3 }),
      manifest({ backoffLimit: 3 }),
      cronJob({ retries: 3 }),
      pod({ containers: [main({ cmd: ['true'] })] }),
      on(29, job({ managedBy: 'example.com/controller' })),
      on(36, pod({ workloadRef: { name: 'a', podGroup: 'a' } })),
      manifest({ metadata: { apiVersion: 'v1' } }),
    ],
    good: [
      job({ backoffLimit: 3 }),
      MINIMAL_JOB,
      on(32, job({ managedBy: 'example.com/controller' })),
    ],
  },
  'manifest/wrong-type': {
    bad: [
      env({ name: 'PORT', value: 8080 }),
      job({ backoffLimit: '3' }),
      job({ backoffLimit: 1.5 }),
      job({ backoffLimit: 2 ** 31 }),
      job({ suspend: 'yes' }),
      job({ activeDeadlineSeconds: 2 ** 63 }),
      container({ command: 'true' }),
      container({ env: { A: 'a' } }),
      metadata({ labels: ['app'] }),
      container({ resources: 'small' }),
      job({ activeDeadlineSeconds: '60' }),
      metadata({ labels: { version: 2 } }),
      metadata({ labels: { 'the team': 2 } }),
      job({ template: [] }),
    ],
    good: [
      env({ name: 'PORT', value: '8080' }),
      job({ backoffLimit: 3 }),
      job({ suspend: true }),
      container({ command: ['true'] }),
      job({ activeDeadlineSeconds: 2 ** 40 }),
    ],
  },
  'manifest/malformed': {
    bad: [
      resources({ limits: { memory: '1 GB' } }),
      resources({ limits: { memory: {} } }),
      container({ livenessProbe: { tcpSocket: { port: 1.5 } } }),
      container({ livenessProbe: { tcpSocket: { port: true } } }),
      ...[
        '2026-01-31',
        '2026-02-30T08:00:00Z',
        '2026-13-01T08:00:00Z',
        '2026-01-00T08:00:00Z',
        '2026-00-01T08:00:00Z',
        1,
      ].map((startTime) => finished({ startTime })),
    ],
    good: [
      resources({ limits: { memory: '1Gi' } }),
      resources({ limits: { cpu: 1.5 } }),
      container({ livenessProbe: { tcpSocket: { port: 'http' } } }),
      finished({ startTime: '2024-02-29T08:00:00.5+01:00' }),
    ],
  },
  'field/dropped': {
    bad: [
      on(34, pod({ hostnameOverride: 'shop' })),
      on(28, job({ completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 1 })),
      on(31, job({ managedBy: 'example.com/controller' })),
      on(34, volume(image)),
      on(34, mounts([{ name: 'models', mountPath: '/models' }], {}, [image])),
      on(33, pod({ resources: { limits: { cpu: 1 } } })),
      on(29, container({ lifecycle: { preStop: { sleep: { seconds: 5 } } } })),
      on(
        30,
        container(
          {
            volumeMounts: [
              { name: 'data', mountPath: '/data', readOnly: true, recursiveReadOnly: 'Enabled' },
            ],
          },
          { volumes: [{ name: 'data' }] },
        ),
      ),
      container({ lifecycle: { stopSignal: 'SIGINT' } }),
      on(37, jobOfCronJob({ scheduling: {} })),
      on(
        36,
        volume({ projected: { sources: [{ clusterTrustBundle: { name: 'a', path: 'a' } }] } }),
      ),
      on(
        34,
        initContainer(
          { volumeMounts: [{ name: 'models', mountPath: '/models' }] },
          { volumes: [image] },
        ),
      ),
      on(32, podSecurity({ supplementalGroupsPolicy: 'Strict' })),
      on(32, container({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }] })),
    ],
    good: [
      on(35, pod({ hostnameOverride: 'shop' })),
      on(29, job({ completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 1 })),
      on(32, job({ managedBy: 'example.com/controller' })),
      volume(image),
      on(34, pod({ resources: { limits: { cpu: 1 } } })),
      on(30, container({ lifecycle: { preStop: { sleep: { seconds: 5 } } } })),
      on(31, jobOfCronJob({ managedBy: 'example.com/controller' })),
      on(32, security({ procMount: 'Default' })),
      container({ lifecycle: {} }),
    ],
  },
};
