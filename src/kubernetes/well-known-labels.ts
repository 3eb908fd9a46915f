/** Label of a Job (an annotation in the first versions of Kueue): the queue that admits the Job. */
export const KUEUE_QUEUE_LABEL = 'kueue.x-k8s.io/queue-name';

/** Label of a Pod: the name of its Job, since Kubernetes 1.27. */
export const JOB_NAME_LABEL = 'batch.kubernetes.io/job-name';

/** Label of a Pod: the name of its Job, in every version of Kubernetes. */
export const LEGACY_JOB_NAME_LABEL = 'job-name';

/** Label of a Pod: the uid of its Job, since Kubernetes 1.27. */
export const CONTROLLER_UID_LABEL = 'batch.kubernetes.io/controller-uid';

/** Label of a Pod: the uid of its Job, in every version of Kubernetes. */
export const LEGACY_CONTROLLER_UID_LABEL = 'controller-uid';

/** Label and annotation of a Pod of an Indexed Job: its completion index. */
export const COMPLETION_INDEX_LABEL = 'batch.kubernetes.io/job-completion-index';

/** Labels that the API server adds to the Pod template of a Job. */
export const JOB_OWNED_LABELS: readonly string[] = [
  JOB_NAME_LABEL,
  LEGACY_JOB_NAME_LABEL,
  CONTROLLER_UID_LABEL,
  LEGACY_CONTROLLER_UID_LABEL,
];
