import type { Struct } from '../kubernetes/schema/field';

type Rule = Struct<'PodFailurePolicyRule'>;

/**
 * Returns the actions of a Pod failure policy that a failed Pod can lead to. The first rule that
 * matches decides, so a rule has no effect if earlier ones match all that it matches.
 */
export function reachableActions({
  podFailurePolicy,
  template,
}: Struct<'JobSpec'>): ReadonlySet<string> {
  const rules = podFailurePolicy?.rules ?? [];
  const { containers = [], initContainers = [] } = template?.spec ?? {};
  const names = [...containers, ...initContainers].map(({ name = '' }) => name);
  return new Set(
    rules
      .filter((rule, i) => hasOwnMatch(rule, rules.slice(0, i), names))
      .map(({ action = '' }) => action),
  );
}

/** Whether a rule matches a failed Pod that no earlier rule matches. */
function hasOwnMatch(
  { onExitCodes, onPodConditions = [] }: Rule,
  earlier: readonly Rule[],
  containers: readonly string[],
): boolean {
  if (!onExitCodes) {
    return onPodConditions.some(
      (pattern) => !earlier.some((rule) => (rule.onPodConditions ?? []).some(isEqual(pattern))),
    );
  }
  const { containerName } = onExitCodes;
  const candidates = exitCodesToTry([
    onExitCodes,
    ...earlier.flatMap((rule) => rule.onExitCodes ?? []),
  ]);
  return (containerName === undefined ? containers : [containerName]).some((container) =>
    candidates.some(
      (exitCode) =>
        matches(onExitCodes, container, exitCode) &&
        !earlier.some((rule) => rule.onExitCodes && matches(rule.onExitCodes, container, exitCode)),
    ),
  );
}

type ExitCodes = Struct<'PodFailurePolicyOnExitCodesRequirement'>;

/** Returns the exit codes that the rules name, and one that none of them names. */
function exitCodesToTry(requirements: readonly ExitCodes[]): number[] {
  const named = new Set(requirements.flatMap(({ values = [] }) => values));
  let other = 1;
  while (named.has(other)) other++;
  return [...named, other].filter((exitCode) => exitCode !== 0);
}

function matches(
  { containerName, operator, values = [] }: ExitCodes,
  container: string,
  exitCode: number,
): boolean {
  if (containerName !== undefined && containerName !== container) return false;
  return (operator === 'In') === values.includes(exitCode);
}

type Pattern = Struct<'PodFailurePolicyOnPodConditionsPattern'>;

function isEqual({ type, status = 'True' }: Pattern): (other: Pattern) => boolean {
  return (other) => other.type === type && (other.status ?? 'True') === status;
}
