import type { JobDefaultsParts } from './job-defaults-parts';
import { sane } from './sane';
import { mergePatch } from '../kubernetes/merge';

/** Each line is one that a linter asks for; docs/defaults.md says which. */
export const strict: JobDefaultsParts = {
  ...sane,
  cronJob: mergePatch(sane.cronJob, { startingDeadlineSeconds: 600 }),
  container: mergePatch(sane.container, {
    imagePullPolicy: 'Always',
    resources: { limits: { cpu: '1' } },
  }),
  isolate: true,
  required: ['digest', 'namespace'],
};
