import type { BlockerCause, BlockerClass } from './blocker';
import type { Hint } from './hint';
import type { Verdict } from './outcome';

/** What becomes of a Job that something keeps from starting: it is stuck and waited for no more, a warning is given, or nothing is said. */
export type StuckAction = 'fatal' | 'warn' | 'ignore';

/** By class of what stands in the way; what is left out is as docs/deploy.md has it. */
export type StuckPolicy = Readonly<Partial<Record<BlockerClass, StuckAction>>>;

interface Treatment {
  readonly effect: StuckAction;
  /** For how long the same has to stand in the way, in milliseconds: what is applied beside the Job may need a while. */
  readonly grace: number;
  /** What to do. */
  readonly hint: string;
}

const SECOND = 1000;

/** What does not go away by itself is fatal; what may is a warning, and ends with the time that the deploy has. */
export const STUCK: Readonly<Record<BlockerClass, Treatment>> = {
  image: {
    effect: 'fatal',
    grace: 20 * SECOND,
    hint: 'correct the name of the image, or give the Pod imagePullSecrets',
  },
  registry: {
    effect: 'warn',
    grace: 30 * SECOND,
    hint: 'see whether the node reaches the registry',
  },
  config: {
    effect: 'fatal',
    grace: 30 * SECOND,
    hint: 'make what is missing, or correct its name; where the image would run as root, set runAsUser',
  },
  account: {
    effect: 'fatal',
    grace: 30 * SECOND,
    hint: 'make the service account, or correct its name',
  },
  admission: {
    effect: 'fatal',
    grace: 20 * SECOND,
    hint: 'change the Pod to what the namespace allows',
  },
  quota: {
    effect: 'fatal',
    grace: 60 * SECOND,
    hint: 'ask for less, or raise the quota of the namespace',
  },
  start: { effect: 'ignore', grace: 0, hint: 'correct the command' },
  unschedulable: {
    effect: 'warn',
    grace: 30 * SECOND,
    hint: 'ask for less, or make room on a node that suits',
  },
  volume: {
    effect: 'warn',
    grace: 60 * SECOND,
    hint: 'see whether the volume exists and may be attached here',
  },
  sandbox: {
    effect: 'warn',
    grace: 60 * SECOND,
    hint: 'see the network and the container runtime of the node',
  },
  'control-plane': {
    effect: 'warn',
    grace: 30 * SECOND,
    hint: 'see whether webhooks and the API server are well',
  },
  terminating: {
    effect: 'warn',
    grace: 60 * SECOND,
    hint: 'see whether its node is well; a Job does not end, and may not replace a Pod, before it is gone',
  },
  other: { effect: 'warn', grace: 60 * SECOND, hint: 'see the events of the Pod' },
};

/** Something that stands in the way, since when, and of which Pod: none if there is no Pod at all. */
export interface Blocker {
  readonly cause: BlockerCause;
  /** In milliseconds. */
  readonly since: number;
  /** When it was last heard of, for what is only heard of. @default it is there now */
  readonly until?: number;
  readonly pod?: string;
}

/** What has stood in the way for long enough to do something about it, the most serious first. */
export function overdue(
  standings: readonly Blocker[],
  now: number,
  policy: StuckPolicy,
): { readonly standing: Blocker; readonly effect: 'fatal' | 'warn' }[] {
  return standings
    .flatMap((standing) => {
      const { grace, effect: usual } = STUCK[standing.cause.class];
      const effect = policy[standing.cause.class] ?? usual;
      return effect !== 'ignore' && (standing.until ?? now) - standing.since >= grace
        ? [{ standing, effect }]
        : [];
    })
    .sort((a, b) => a.effect.localeCompare(b.effect));
}

/** The end of a Job that cannot start. */
export function stuckVerdict(standing: Blocker): Verdict {
  return { outcome: 'stuck', reason: standing.cause.reason, message: blockerText(standing) };
}

const WHAT: Readonly<Partial<Record<BlockerClass, string>>> = {
  start: 'does not run',
  terminating: 'does not go away',
};

/** What stands in the way, and of what. */
export function blockerText({ cause: { class: cls, reason, message }, pod }: Blocker): string {
  const what =
    pod === undefined ? 'no Pod can be made' : `Pod ${pod} ${WHAT[cls] ?? 'cannot start'}`;
  return `${what}: ${[reason, message].filter(Boolean).join(': ')}`;
}

/** What to do about it, and where to look further. */
export function blockerHint(
  { cause: obstacle, pod }: Blocker,
  namespace: string,
  job: string,
): Hint {
  return {
    message: STUCK[obstacle.class].hint,
    command: `kubectl describe ${pod === undefined ? `job ${job}` : `pod ${pod}`} -n ${namespace}`,
  };
}
