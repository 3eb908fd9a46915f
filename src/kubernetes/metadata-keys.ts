/** Labels and annotations by which a deploy identifies the runs of a Job. */

/** Label of a Job: its identity, which all runs have and no other Job in the namespace. */
export const ID_LABEL = 'cdk8s-jobs/id';
/** Annotation of a Job: a hash of the fields and the configuration that a run depends on. */
export const SPEC_HASH_ANNOTATION = 'cdk8s-jobs/spec-hash';
/**
 * Annotation of a Job: when it runs again. Its values are `OnChange` (the default), `Always` or
 * `UntilSuccess`.
 */
export const RERUN_POLICY_ANNOTATION = 'cdk8s-jobs/rerun-policy';
/** Annotation of a Job: the TTL in seconds that the deploy restores after it has waited. */
export const TTL_ANNOTATION = 'cdk8s-jobs/ttl';
/**
 * Annotation of a Job: how long a deploy waits for it, as a duration. Overrides the deploy's
 * option.
 */
export const TIMEOUT_ANNOTATION = 'cdk8s-jobs/timeout';
/** Annotation of a Job or CronJob: rules of the check that do not apply to it, with reasons. */
export const IGNORE_ANNOTATION = 'cdk8s-jobs/ignore';
