import type { JsonObject } from '../batch/json';

/** When a Job is done, and how many Pods work on it at once. */
export class Completion {
  /** One Pod has succeeded. Writes nothing, since that is what Kubernetes assumes. */
  public static once(): Completion {
    return new Completion({});
  }

  /** So many Pods have succeeded; any of them may do any part of the work. */
  public static fixed({ completions, parallelism }: { readonly completions: number; readonly parallelism?: number }): Completion {
    return new Completion({ completions, parallelism });
  }

  /** @param spec the fields of a JobSpec that say so */
  private constructor(readonly spec: JsonObject) {}
}
