import type { JobStatus, LocalPod } from '../../objects';

/** A Pod that does not have what the API server assigns. */
export type NewPod = Pick<LocalPod, 'spec'> & {
  readonly metadata: Partial<LocalPod['metadata']> & { readonly generateName: string };
};

/** One request of the Job controller, or one event that it records. */
export type Write =
  | { readonly type: 'createPod'; readonly pod: NewPod }
  | { readonly type: 'deletePod'; readonly name: string }
  | { readonly type: 'removeFinalizer'; readonly name: string }
  | { readonly type: 'updateStatus'; readonly status: JobStatus }
  | {
      readonly type: 'event';
      readonly eventType: 'Normal' | 'Warning';
      readonly reason: string;
      readonly message: string;
    };
