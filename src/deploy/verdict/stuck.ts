import type { BlockerCause, BlockerClass } from './blocker';
import type { Hint } from './hint';
import type { Verdict } from './outcome';
import { remedyFor } from './remedies';

/**
 * What to do about a Job that a blocker keeps from starting: `fatal` ends the wait with the outcome
 * `stuck`, `warn` emits a warning, `ignore` does nothing.
 */
export type StuckAction = 'fatal' | 'warn' | 'ignore';

/** The action for each class of blockers. @default see `onStuck` */
export type StuckPolicy = Readonly<Partial<Record<BlockerClass, StuckAction>>>;

interface BlockerRule {
  /** The default action. */
  readonly action: StuckAction;
  /** How long the cause has to last: objects that are applied beside the Job may need a while. */
  readonly afterSeconds: number;
  /** What the user can do. */
  readonly remedy: string;
}

/** A cause that needs a change by the user is fatal; one that may go away is a warning. */
export const BLOCKER_RULES: Readonly<Record<BlockerClass, BlockerRule>> = {
  image: {
    action: 'fatal',
    afterSeconds: 20,
    remedy: 'correct the name of the image, or set imagePullSecrets',
  },
  registry: {
    action: 'warn',
    afterSeconds: 30,
    remedy: 'check whether the node reaches the registry',
  },
  config: {
    action: 'fatal',
    afterSeconds: 30,
    remedy:
      'create the missing object, or correct its name; if the image runs as root, set runAsUser',
  },
  account: {
    action: 'fatal',
    afterSeconds: 30,
    remedy: 'create the ServiceAccount, or correct its name',
  },
  admission: {
    action: 'fatal',
    afterSeconds: 20,
    remedy: 'change the Pod to what the namespace allows',
  },
  quota: {
    action: 'fatal',
    afterSeconds: 60,
    remedy: 'lower the requests, or raise the quota of the namespace',
  },
  start: { action: 'ignore', afterSeconds: 0, remedy: 'correct the command' },
  unschedulable: {
    action: 'warn',
    afterSeconds: 30,
    remedy: 'lower the requests, or make room on a matching node',
  },
  volume: {
    action: 'warn',
    afterSeconds: 60,
    remedy: 'check whether the volume exists and can be attached to the node',
  },
  sandbox: {
    action: 'warn',
    afterSeconds: 60,
    remedy: 'check the network and the container runtime of the node',
  },
  'control-plane': {
    action: 'warn',
    afterSeconds: 30,
    remedy: 'check webhook and API server health',
  },
  terminating: {
    action: 'warn',
    afterSeconds: 60,
    remedy: 'check its node; the Job does not end, and may not replace the Pod, before it is gone',
  },
  other: { action: 'warn', afterSeconds: 60, remedy: 'check the events of the Pod' },
};

/** Something that keeps a Pod from starting, and since when, by the deploy's clock. */
export interface Blocker {
  readonly cause: BlockerCause;
  /** When it was first seen, in milliseconds. */
  readonly since: number;
  /** When it was last reported by an Event, in milliseconds. @default it lasts */
  readonly until?: number;
  /** Name of the Pod. @default no Pod could be created */
  readonly pod?: string;
}

/** Returns the blockers that have lasted long enough to act on, the fatal ones first. */
export function overdue(
  blockers: readonly Blocker[],
  now: number,
  policy: StuckPolicy,
): { readonly blocker: Blocker; readonly action: 'fatal' | 'warn' }[] {
  return blockers
    .flatMap((blocker) => {
      const { afterSeconds, action: usual } = BLOCKER_RULES[blocker.cause.class];
      const action = policy[blocker.cause.class] ?? usual;
      const lastedMs = (blocker.until ?? now) - blocker.since;
      return action !== 'ignore' && lastedMs >= afterSeconds * 1000 ? [{ blocker, action }] : [];
    })
    .sort((a, b) => a.action.localeCompare(b.action));
}

/** Returns the verdict of a Job that cannot start. */
export function stuckVerdict(blocker: Blocker): Verdict {
  return { outcome: 'stuck', reason: blocker.cause.reason, message: blockerText(blocker) };
}

const VERBS: Readonly<Partial<Record<BlockerClass, string>>> = {
  start: 'does not run',
  terminating: 'does not terminate',
};

/** Returns which Pod is blocked, and why. */
export function blockerText({ cause: { class: cls, reason, message }, pod }: Blocker): string {
  const what =
    pod === undefined ? 'no Pod can be created' : `Pod ${pod} ${VERBS[cls] ?? 'cannot start'}`;
  return `${what}: ${[reason, message].filter(Boolean).join(': ')}`;
}

/** Returns what the user can do about a blocker, and where to look further. */
export function blockerHint({ cause, pod }: Blocker, namespace: string, job: string): Hint {
  const { message, describe } = remedyFor(cause) ?? { message: BLOCKER_RULES[cause.class].remedy };
  const subject = describe ?? (pod === undefined ? `job ${job}` : `pod ${pod}`);
  return { message, command: `kubectl describe ${subject} -n ${namespace}` };
}
