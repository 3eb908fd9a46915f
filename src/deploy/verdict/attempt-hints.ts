import type { Attempt } from './attempts';
import {
  HintTemplate,
  SHOW_CONTAINERS,
  SHOW_LOG,
  SHOW_POD,
  SHOW_POD_EVENTS,
  showField,
} from './hint-rule';
import type { Job, Pod } from '../kube/objects';

/** A failed attempt, with its Pod as it was last seen. */
export interface FailedAttempt {
  readonly attempt: Attempt;
  readonly pod: Pod;
}

/** A failed attempt of a Job. */
interface JobAttempt extends FailedAttempt {
  readonly job: Job;
}

interface AttemptRule extends HintTemplate<JobAttempt> {
  readonly when: (failed: JobAttempt) => boolean;
}

type Condition = AttemptRule['when'];

const hasReason =
  (pattern: RegExp): Condition =>
  ({ attempt }) =>
    pattern.test(attempt.reason ?? '');

const notStarted = hasReason(
  /^(StartError|ContainerCannotRun|CreateContainerError|RunContainerError)$/,
);

const notStartedWith =
  (message: RegExp): Condition =>
  (failed) =>
    notStarted(failed) && message.test(failed.attempt.message ?? '');

const isDeleted: Condition = ({ pod }) => pod.metadata.deletionTimestamp !== undefined;

/** The program ended by itself. When its Pod is deleted, that explains the codes of signals. */
const exitedWith =
  (code: number): Condition =>
  (failed) =>
    failed.attempt.exitCode === code &&
    /^(Error)?$/.test(failed.attempt.reason ?? '') &&
    !isDeleted(failed);

function memoryMessage({ attempt, job }: JobAttempt): string {
  const containers = job.spec?.template?.spec?.containers;
  const container = containers?.find(({ name }) => name === attempt.container);
  const memory = container?.resources?.limits?.memory;
  return memory === undefined
    ? 'it was killed for memory: its limit, or that of its Pod or node, was reached'
    : `it was killed for memory: its limit is ${memory}; raise resources.limits.memory, or use less`;
}

/**
 * The hints for failed attempts. The first that applies is used. Reasons are those of the kubelet,
 * containerd and the Job controller. Without a rule there is no hint: a wrong one is
 * worse than none.
 */
export const ATTEMPT_RULES: readonly AttemptRule[] = [
  { when: hasReason(/^OOMKilled$/), message: memoryMessage, command: SHOW_POD },
  {
    when: notStartedWith(/exec format error/),
    message:
      "the image is for another CPU architecture than the node's, or its script lacks the #! line",
    command: SHOW_POD,
  },
  {
    when: notStartedWith(/permission denied/),
    message: 'this user may not execute the program: check its file mode and runAsUser',
    command: SHOW_CONTAINERS,
  },
  {
    when: notStartedWith(/not found|no such file/),
    message: 'the image does not contain the program, or its interpreter is missing: fix command',
    command: SHOW_CONTAINERS,
  },
  {
    when: notStarted,
    message: 'the container runtime could not start the program',
    command: SHOW_POD,
  },
  {
    when: hasReason(/^Evicted$/),
    message:
      'the node evicted the Pod, because its Pods used more than the node has: ' +
      'set requests and limits to what they need',
    command: SHOW_POD_EVENTS,
  },
  {
    when: hasReason(
      new RegExp(
        '^(PreemptionByScheduler|DeletionByTaintManager|EvictionByEvictionAPI|DeletionByPodGC|' +
          'TerminationByKubelet|Terminated|NodeShutdown|NodeLost|Preempting)$',
      ),
    ),
    message:
      'not an application failure: the cluster deleted the Pod; a podFailurePolicy that ignores ' +
      'DisruptionTarget keeps it from counting as a failure',
    command: SHOW_POD_EVENTS,
  },
  {
    when: hasReason(/^PodDeleted$/),
    message:
      'a user or a controller deleted the Pod while its program ran, which counts as a failure',
    command: SHOW_POD_EVENTS,
  },
  {
    when: hasReason(/^(OutOf\w+|UnexpectedAdmissionError|NodeAffinity)$/),
    message: 'the node rejected the Pod, because it had no room or no longer matched',
    command: SHOW_POD_EVENTS,
  },
  {
    when: hasReason(/^ContainerStatusUnknown$/),
    message: 'how the program ended is not known, because its node lost it',
    command: SHOW_POD_EVENTS,
  },
  {
    when: (failed) => hasReason(/^DeadlineExceeded$/)(failed) && !isDeleted(failed),
    message: "the Pod's own activeDeadlineSeconds expired (in the template, not that of the Job)",
    command: showField('.spec.template.spec.activeDeadlineSeconds'),
  },
  {
    when: exitedWith(126),
    message: 'by the convention of shells: a program was found but may not be executed',
    command: SHOW_CONTAINERS,
  },
  {
    when: exitedWith(127),
    message: 'by the convention of shells: a program was not found',
    command: SHOW_CONTAINERS,
  },
  {
    when: exitedWith(134),
    message: 'it aborted (SIGABRT): a failed assertion or, as in Node.js, a full heap',
    command: SHOW_LOG,
  },
  {
    when: exitedWith(137),
    message: 'SIGKILL ended it: a liveness probe failed, or a process in the container killed it',
    command: SHOW_POD,
  },
  {
    when: exitedWith(139),
    message: 'it crashed (SIGSEGV), as native code does that was built for another libc or CPU',
    command: SHOW_LOG,
  },
  {
    when: exitedWith(143),
    message: 'SIGTERM ended it: a liveness probe failed, or a process in the container stopped it',
    command: SHOW_POD,
  },
];
