import type { Attempt } from './attempts';
import type { Hint } from './hint';
import type { Verdict } from './outcome';
import type { Job, Pod } from '../kube/objects';

/** What is known of a run that failed. */
export interface FailedAttempt {
  readonly attempt: Attempt;
  readonly pod: Pod;
}

interface Sign<T> {
  readonly when: (seen: T) => boolean;
  readonly hint: string | ((seen: T) => string);
  readonly next: string;
}

const reason =
  (pattern: RegExp) =>
  ({ attempt }: FailedAttempt) =>
    pattern.test(attempt.reason ?? '');
const says =
  (pattern: RegExp) =>
  ({ attempt }: FailedAttempt) =>
    notStarted({ attempt }) && pattern.test(attempt.message ?? '');
const notStarted = ({ attempt }: Pick<FailedAttempt, 'attempt'>) =>
  /^(StartError|ContainerCannotRun|CreateContainerError|RunContainerError)$/.test(
    attempt.reason ?? '',
  );
/** A program that ended by itself, not since its Pod was taken away: what ends Pods explains the codes of signals. */
const exit =
  (code: number) =>
  ({ attempt, pod }: FailedAttempt) =>
    attempt.exitCode === code &&
    /^(Error)?$/.test(attempt.reason ?? '') &&
    pod.metadata.deletionTimestamp === undefined;

const SHOW_POD = 'kubectl describe pod POD -n NAMESPACE';
const SHOW_EVENTS = 'kubectl events -n NAMESPACE --for pod/POD';
const SHOW_LOG = 'kubectl logs POD -n NAMESPACE -c CONTAINER';
const show = (path: string) => `kubectl get job JOB -n NAMESPACE -o jsonpath='{${path}}'`;
const SHOW_COMMANDS = show('.spec.template.spec.containers');

/** What a run that failed shows, and what it means; the first that fits holds, and where none does nothing is said. */
const OF_RUNS: readonly Sign<FailedAttempt & { readonly job: Job }>[] = [
  {
    when: reason(/^OOMKilled$/),
    hint: ({ attempt, job }) => {
      const limit = job.spec?.template?.spec?.containers?.find(
        ({ name }) => name === attempt.container,
      )?.resources?.limits?.memory;
      return limit === undefined
        ? 'it was killed for memory: its limit, or that of its Pod or node, was reached'
        : `it was killed for memory: its limit is ${limit}; raise resources.limits.memory, or use less`;
    },
    next: SHOW_POD,
  },
  {
    when: says(/exec format error/),
    hint: 'the image is for another CPU architecture than that of the node, or its script lacks the #! line',
    next: SHOW_POD,
  },
  {
    when: says(/permission denied/),
    hint: 'the program may not be executed by this user: see its mode and runAsUser',
    next: SHOW_COMMANDS,
  },
  {
    when: says(/not found|no such file/),
    hint: 'the image has no such program, or its interpreter is missing: correct command',
    next: SHOW_COMMANDS,
  },
  { when: notStarted, hint: 'the container runtime could not start the program', next: SHOW_POD },
  {
    when: reason(/^Evicted$/),
    hint: 'the node evicted the Pod: it, or its neighbours, used more than there was; request and limit what it needs',
    next: SHOW_EVENTS,
  },
  {
    when: reason(
      /^(PreemptionByScheduler|DeletionByTaintManager|EvictionByEvictionAPI|DeletionByPodGC|TerminationByKubelet|Terminated|NodeShutdown|NodeLost|Preempting)$/,
    ),
    hint: 'the cluster took the Pod away, so the program is not to blame; a podFailurePolicy that ignores DisruptionTarget keeps it from counting as a failure',
    next: SHOW_EVENTS,
  },
  {
    when: reason(/^(OutOf\w+|UnexpectedAdmissionError|NodeAffinity)$/),
    hint: 'the node refused the Pod when it came, as it had no room or did not suit any more',
    next: SHOW_EVENTS,
  },
  {
    when: reason(/^ContainerStatusUnknown$/),
    hint: 'how the program ended is not known: its node lost it',
    next: SHOW_EVENTS,
  },
  {
    when: ({ attempt, pod }) =>
      attempt.reason === 'DeadlineExceeded' && pod.metadata.deletionTimestamp === undefined,
    hint: 'the time that the Pod itself has was up (activeDeadlineSeconds in the template, not that of the Job)',
    next: show('.spec.template.spec.activeDeadlineSeconds'),
  },
  {
    when: exit(126),
    hint: 'by the convention of shells: a program was found but may not be executed',
    next: SHOW_COMMANDS,
  },
  {
    when: exit(127),
    hint: 'by the convention of shells: a program was not found',
    next: SHOW_COMMANDS,
  },
  {
    when: exit(134),
    hint: 'it aborted (SIGABRT): a failed assertion, or, as in node.js, a heap that was full',
    next: SHOW_LOG,
  },
  {
    when: exit(137),
    hint: 'SIGKILL ended it: a liveness probe that failed, or something in the container that killed it',
    next: SHOW_POD,
  },
  {
    when: exit(139),
    hint: 'it crashed (SIGSEGV), as native code does that was built for another libc or CPU',
    next: SHOW_LOG,
  },
  {
    when: exit(143),
    hint: 'SIGTERM ended it: a liveness probe that failed, or something in the container that stopped it',
    next: SHOW_POD,
  },
];

/** The same of a Job, by the reason of its failure. */
const OF_JOBS: Readonly<Record<string, Omit<Sign<Job>, 'when'>>> = {
  DeadlineExceeded: {
    hint: ({ spec }) =>
      `activeDeadlineSeconds, ${spec?.activeDeadlineSeconds}, was up: waiting for a node and pulling images count too`,
    next: 'kubectl events -n NAMESPACE --for job/JOB',
  },
  BackoffLimitExceeded: {
    hint: ({ spec }) =>
      spec?.template?.spec?.restartPolicy === 'OnFailure'
        ? 'with restartPolicy OnFailure its Pods are deleted when it fails, and their logs with them; with Never they stay'
        : `Pods failed more often than backoffLimit, ${spec?.backoffLimit}, allows`,
    next: 'kubectl get pods -n NAMESPACE -l job-name=JOB',
  },
  PodFailurePolicy: {
    hint: 'a rule of podFailurePolicy ended it at once, whatever backoffLimit allows',
    next: show('.spec.podFailurePolicy'),
  },
  FailedIndexes: {
    hint: ({ spec }) =>
      `some indexes failed more often than backoffLimitPerIndex, ${spec?.backoffLimitPerIndex}, allows, or by a rule of podFailurePolicy; the others ran to their end`,
    next: show('.status.failedIndexes'),
  },
  MaxFailedIndexesExceeded: {
    hint: ({ spec }) =>
      `more indexes failed than maxFailedIndexes, ${spec?.maxFailedIndexes}, allows, so the others were stopped`,
    next: show('.status.failedIndexes'),
  },
};

/** Whether an event of a Job with this reason tells that it has ended. */
export function endingReason(word: string): boolean {
  return word === 'Completed' || Object.hasOwn(OF_JOBS, word);
}

/** No more are told: a Job may fail in a thousand ways. */
const MOST = 5;

/** What the end of a Job that failed means, as far as it is known, each thing once. */
export function failureHints(job: Job, verdict: Verdict, runs: readonly FailedAttempt[]): Hint[] {
  const { namespace = '', name } = job.metadata;
  const hints = new Map<string, Hint>();
  const add = <T>(
    { hint, next }: Omit<Sign<T>, 'when'>,
    seen: T,
    names: Readonly<Record<string, string>>,
  ) => {
    const text = typeof hint === 'string' ? hint : hint(seen);
    if (!hints.has(text)) {
      hints.set(text, {
        message: text,
        command: next.replace(/[A-Z]{3,}/g, (word) => names[word]),
      });
    }
  };
  const names = { JOB: name, NAMESPACE: namespace };
  const ofJob =
    verdict.reason === undefined || !Object.hasOwn(OF_JOBS, verdict.reason)
      ? undefined
      : OF_JOBS[verdict.reason];
  if (ofJob !== undefined) add(ofJob, job, names);
  for (const run of runs) {
    const seen = { ...run, job };
    const sign = OF_RUNS.find(({ when }) => when(seen));
    if (sign !== undefined) {
      add(sign, seen, { ...names, POD: run.attempt.pod, CONTAINER: run.attempt.container ?? '' });
    }
  }
  return [...hints.values()].slice(0, MOST);
}

/** Of a Pod that goes on though one of its containers has done its work: the others may only serve that one. */
export function sidecarHint(pods: Iterable<Pod>, namespace: string): Hint[] {
  for (const {
    metadata: { name },
    status,
  } of pods) {
    const containers = status?.containerStatuses ?? [];
    const done = containers.filter(({ state }) => state?.terminated?.exitCode === 0);
    const on = containers.filter(({ state }) => state?.running !== undefined);
    if (done.length > 0 && on.length > 0) {
      const names = (some: typeof containers) => some.map((container) => container.name).join(', ');
      const hint = `in Pod ${name}, ${names(done)} has ended and ${names(on)} goes on; what only serves the others belongs in initContainers, with restartPolicy Always`;
      return [
        {
          message: hint,
          command: `kubectl get pod ${name} -n ${namespace} -o jsonpath='{.status.containerStatuses}'`,
        },
      ];
    }
  }
  return [];
}
