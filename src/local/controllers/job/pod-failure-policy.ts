import type { ExitCodeRequirement, LocalPod, PodFailurePolicySpec } from '../../objects';

/** What the failure policy of a Job says about a failed Pod. */
export interface PolicyMatch {
  /** The action of the rule that matches, or none. */
  readonly action?: string;
  /** Why the Job fails, if the action is `FailJob`. */
  readonly failJobMessage?: string;
  /** Whether the failure counts towards the limits of retries. */
  readonly counts: boolean;
}

const NO_MATCH: PolicyMatch = { counts: true };

/** Applies the first rule that matches a failed Pod. */
export function matchPodFailurePolicy(
  policy: PodFailurePolicySpec | undefined,
  pod: LocalPod,
): PolicyMatch {
  for (const [i, { action, onExitCodes, onPodConditions }] of (policy?.rules ?? []).entries()) {
    const found = onExitCodes
      ? exitCodeOf(pod, onExitCodes)
      : conditionAmong(pod, onPodConditions ?? []);
    if (found === undefined) continue;
    return action === 'FailJob'
      ? { action, failJobMessage: `${found} matching FailJob rule at index ${i}`, counts: true }
      : { action, counts: action !== 'Ignore' };
  }
  return NO_MATCH;
}

function exitCodeOf(
  { metadata: { namespace, name }, status }: LocalPod,
  { containerName, operator, values }: ExitCodeRequirement,
): string | undefined {
  const statuses = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  for (const container of statuses) {
    const exitCode = container.state?.terminated?.exitCode ?? 0;
    const isMeant = containerName === undefined || containerName === container.name;
    if (exitCode !== 0 && isMeant && (operator === 'In') === values.includes(exitCode)) {
      return `Container ${container.name} for pod ${namespace}/${name} failed with exit code ${exitCode}`;
    }
  }
  return undefined;
}

function conditionAmong(
  { metadata: { namespace, name }, status: { conditions = [] } }: LocalPod,
  patterns: readonly { readonly type: string; readonly status: string }[],
): string | undefined {
  const found = conditions.find(({ type, status }) =>
    patterns.some((pattern) => pattern.type === type && pattern.status === status),
  );
  return found && `Pod ${namespace}/${name} has condition ${found.type}`;
}
