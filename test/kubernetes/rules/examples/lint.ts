import type { Examples } from '../example';
import { container, manifest, metadata, MINIMAL_CRON_JOB, MINIMAL_JOB } from '../manifests';

const ignored = (text: string) => metadata({ annotations: { 'cdk8s-jobs/ignore': text } });

/** Examples of rules that `lint` adds to those of the API server. */
export const lintExamples: Examples = {
  'manifest/api-version': {
    bad: { ...MINIMAL_CRON_JOB, apiVersion: 'batch/v1beta1' },
    good: MINIMAL_CRON_JOB,
  },
  'manifest/kind': {
    bad: { ...MINIMAL_CRON_JOB, kind: 'Cronjob' },
    good: MINIMAL_CRON_JOB,
  },
  'manifest/placeholder': {
    bad: [
      container({ image: 'ko://example.com/cmd/report' }),
      container({ image: 'registry.example.com/report:${TAG}' }),
      container({ image: 'registry.example.com/report:$TAG' }),
      container({ image: '<registry>/report:1.4' }),
      container({ image: '{{ .image }}' }),
      container({ image: '$(params.image)' }),
      container({ image: 'report:#{tag}#' }),
      container({ resources: { limits: { memory: '${MEMORY}' } } }),
      metadata({ name: 'report-${VERSION}' }),
      metadata({ namespace: '<namespace>' }),
      metadata({ labels: { version: '{{ version }}' } }),
      manifest({ spec: { parallelism: '${WORKERS}' } }),
      manifest({ spec: { '${FIELD}': 1 } }),
    ],
    good: [
      container({ command: ['sh', '-c', 'echo ${HOME} $USER <in >out'] }),
      container({ env: [{ name: 'TAG', value: '${TAG}' }] }),
      MINIMAL_JOB,
    ],
  },
  'annotations/ignore': {
    bad: [
      ignored('container/image-latest'),
      ignored('container/image-lates: the release sets the digest'),
      ignored('yaml/well-formed: it is a template'),
      ignored('container/image-latest: ; cron-job/ttl: the history is exported'),
      ignored(''),
    ],
    good: [
      ignored('container/image-latest: the release sets the digest'),
      ignored('container/image-latest: see a; b\ncron-job/ttl: history is exported;'),
    ],
  },
};
