/** Labels and annotations by which a deploy, from whatever YAML, knows a Job again. */

/** Label: the same for all runs of a Job, whatever their names, and no other Job in its namespace. */
export const ID_LABEL = 'cdk8s-jobs/id';
/** Annotation: a hash of what makes a run differ. */
export const SPEC_HASH_ANNOTATION = 'cdk8s-jobs/spec-hash';
/** Annotation: when the Job runs again: `OnChange` (also without it), `Always` or `UntilSuccess`. */
export const RERUN_POLICY_ANNOTATION = 'cdk8s-jobs/rerun-policy';
/** Annotation: the TTL that a Job gets back from the deploy that waits for it, in seconds. */
export const TTL_ANNOTATION = 'cdk8s-jobs/ttl';
/** Annotation: how long a deploy waits for this Job, as a duration. It goes before what the deploy says for all. */
export const TIMEOUT_ANNOTATION = 'cdk8s-jobs/timeout';
