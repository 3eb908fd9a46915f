/** A mistake that could be made in the source, and the test that must not pass with it. */
export interface Mutant {
  /** Describes the mistake. */
  readonly name: string;
  readonly file: string;
  /** Occurs once in the file, and is replaced. */
  readonly from: string;
  readonly to: string;
  /** The file of the test that must fail, and its title. */
  readonly caught: readonly [file: string, title: string];
}

const VERDICT = 'test/deploy/verdict/job-verdict.test.ts';
const DEPLOY = 'test/deploy/commands/deploy.test.ts';
const REFLECTOR = 'test/deploy/kube/reflector.test.ts';
const POSITION = 'test/deploy/logs/log-position.test.ts';
const FOLLOW = 'test/deploy/logs/follow-log.test.ts';
const CLIENT = 'test/deploy/kube/client.test.ts';
const DELETE_JOB = 'test/deploy/apply/delete-job.test.ts';

/** The mistakes that other tools make, or that research into them feared. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'counters in place of conditions',
    file: 'src/deploy/verdict/job-verdict.ts',
    from: "complete = trueCondition(job, 'Complete')",
    to: "complete = trueCondition(job, 'Complete') ?? (job.status?.succeeded ? { type: 'Complete', status: 'True' } : undefined)",
    caught: [VERDICT, 'jobVerdict returns undefined for counters that look like success'],
  },
  {
    name: 'a condition with any status',
    file: 'src/deploy/verdict/job-verdict.ts',
    from: "condition.type === type && condition.status === 'True'",
    to: 'condition.type === type',
    caught: [VERDICT, 'a Complete condition that is False decides nothing'],
  },
  {
    name: 'the announcement of an end in place of the end',
    file: 'src/deploy/verdict/job-verdict.ts',
    from: "complete = trueCondition(job, 'Complete')",
    to: "complete = trueCondition(job, 'Complete') ?? trueCondition(job, 'SuccessCriteriaMet')",
    caught: [VERDICT, 'SuccessCriteriaMet alone is succeeding, not succeeded'],
  },
  {
    name: 'a deleted Job as a success',
    file: 'src/deploy/verdict/job-verdict.ts',
    from: "jobVerdict(last) ?? { outcome: 'gone'",
    to: "jobVerdict(last) ?? { outcome: 'succeeded'",
    caught: [VERDICT, 'a deleted Job that had not ended is gone, never a success'],
  },
  {
    name: 'a Job identified by its name in place of its uid',
    file: 'src/deploy/track/watch-jobs.ts',
    from: 'this.byUid.get(live.metadata.uid)',
    to: 'this.jobs.find((job) => job.name === live.metadata.name)',
    caught: [DEPLOY, 'a Job of the same name with another uid decides nothing'],
  },
  {
    name: 'an outage that costs a Job its verdict',
    file: 'src/deploy/track/outage.ts',
    from: 'clock.now() - this.since <= outageSeconds * 1000',
    to: 'clock.now() - this.since < 0',
    caught: [DEPLOY, 'an outage of a minute does not change the outcome of a Job'],
  },
  {
    name: 'no list after 410',
    file: 'src/deploy/kube/reflector.ts',
    from: 'if (expired || failures >= RELIST_AFTER_FAILURES',
    to: 'if (failures >= RELIST_AFTER_FAILURES',
    caught: [
      REFLECTOR,
      'reflect lists again at once when an ERROR event says that the version is too old',
    ],
  },
  {
    name: 'a list after any error, which hides what was deleted meanwhile',
    file: 'src/deploy/kube/reflector.ts',
    from: 'if (expired || failures >= RELIST_AFTER_FAILURES',
    to: 'if (expired || failures >= 0',
    caught: [
      REFLECTOR,
      'reflect reports any other error, as an event, and watches again from the last version seen, so that no deletion is missed',
    ],
  },
  {
    name: 'bookmarks without effect',
    file: 'src/deploy/kube/reflector.ts',
    from: 'version = event.version;',
    to: "if (event.type !== 'bookmark') version = event.version;",
    caught: [
      REFLECTOR,
      'reflect watches again from the last version seen, bookmarks included, when a watch ends',
    ],
  },
  {
    name: 'no idle timeout of a watch',
    file: 'src/deploy/kube/watch.ts',
    from: 'idleTimeoutMs: WATCH_IDLE_TIMEOUT_MS',
    to: 'idleTimeoutMs: undefined',
    caught: [
      REFLECTOR,
      'reflect requests bookmarks, and drops a connection that is silent for longer than two of them',
    ],
  },
  {
    name: 'a first list from the cache of the API server',
    file: 'src/deploy/kube/listing.ts',
    from: 'labelSelector: this.selector, limit',
    to: "labelSelector: this.selector, resourceVersion: '0', limit",
    caught: [
      REFLECTOR,
      'reflect when a list is long reads pages of 500 and yields them as one, at a version that is not old',
    ],
  },
  {
    name: 'lines repeated after a broken connection',
    file: 'src/deploy/logs/log-position.ts',
    from: 'if (this.toSkip > 0) {',
    to: 'if (this.toSkip > Infinity) {',
    caught: [POSITION, 'LogPosition skips repeated lines, equal ones as often as they were seen'],
  },
  {
    name: 'a gap that is not reported',
    file: 'src/deploy/logs/log-position.ts',
    from: "return gap ? 'after-gap' : 'new';",
    to: "return 'new';",
    caught: [POSITION, 'LogPosition reports a gap when the log was rotated between streams'],
  },
  {
    name: 'a letter cut in two',
    file: 'src/deploy/kube/line-reader.ts',
    from: 'const rest = incompleteBytes(piece);',
    to: 'const rest = 0;',
    caught: [
      'test/deploy/kube/line-reader.test.ts',
      'a line that is too long is split into the same pieces whatever the chunks, and no character is split',
    ],
  },
  {
    name: 'the log of the next run taken for that of the first',
    file: 'src/deploy/logs/verify-run.ts',
    from: "if (await this.ask(hasPreviousLog)) throw new OtherRunError(state, 'previous');",
    to: "if ((await this.ask(runStateNow)) === 'lost') return;",
    caught: [
      FOLLOW,
      'followLog when the container is restarted does not yield the log of the next run when only the kubelet knows of the restart',
    ],
  },
  {
    name: 'the end of a log believed after one read',
    file: 'src/deploy/logs/follow-log.ts',
    from: 'const END_CONFIRMATIONS = 2;',
    to: 'const END_CONFIRMATIONS = 1;',
    caught: [
      FOLLOW,
      'followLog when the API server loses the kubelet and ends its answer reads again after a broken read: before the newline of a line',
    ],
  },
  {
    name: 'an empty log that may be that of another run counted as complete',
    file: 'src/deploy/logs/follow-log.ts',
    from: ' && !run.mayRestart)',
    to: ')',
    caught: [
      FOLLOW,
      'followLog when the container is restarted yields a gap when the next run has written nothing and its own log is removed',
    ],
  },
  {
    name: 'no list of Pods after the verdict',
    file: 'src/deploy/track/tracking.ts',
    from: 'if (verdict === undefined) await this.settle();',
    to: 'if (verdict === undefined) await this.logs.drain();',
    caught: [
      'test/deploy/deploy-and-logs.test.ts',
      'deploy with logs lists Pods after the verdict, when their last changes may not have arrived',
    ],
  },
  {
    name: 'a POST that is repeated blindly',
    file: 'src/deploy/kube/client.ts',
    from: "(method === 'GET' ||",
    to: "(method === 'POST' || method === 'GET' ||",
    caught: [CLIENT, 'Client does not retry a POST'],
  },
  {
    name: 'Retry-After ignored',
    file: 'src/deploy/kube/backoff.ts',
    from: 'return askedMs === 0 ?',
    to: 'return askedMs >= 0 ?',
    caught: [CLIENT, 'Client does not retry before Retry-After'],
  },
  {
    name: 'a Job deleted without its Pods',
    file: 'src/deploy/kube/jobs.ts',
    from: '      propagationPolicy,\n',
    to: '',
    caught: [DELETE_JOB, 'deleteJob deletes only this Job, and its Pods before it'],
  },
  {
    name: 'any Job of the name deleted',
    file: 'src/deploy/kube/jobs.ts',
    from: 'preconditions: { uid }',
    to: 'preconditions: {}',
    caught: [DELETE_JOB, 'deleteJob deletes only this Job, and its Pods before it'],
  },
  {
    name: 'a successor before its predecessor is gone',
    file: 'src/deploy/apply/delete-job.ts',
    from: 'metadata.uid !== uid)',
    to: 'metadata.uid !== uid || uid !== undefined)',
    caught: [DELETE_JOB, 'deleteJob resolves when the Job is gone, not when its deletion begins'],
  },
  {
    name: 'two runs at once',
    file: 'src/deploy/plan/decision.ts',
    from: "waitsFor: ifRunning === 'wait' ? active : []",
    to: 'waitsFor: []',
    caught: [
      'test/deploy/plan/decision.test.ts',
      'decide with rerun policy OnChange waits for an active run with another name',
    ],
  },
  {
    name: 'a run known by its name alone, though another came after it',
    file: 'src/deploy/plan/decision.ts',
    from: '.sort(newestFirst);',
    to: '.sort(newestFirst).sort((a, b) => isNamed(b) - isNamed(a));\n  function isNamed({ metadata }: Job) { return Number(metadata.name === manifest.metadata.name); }',
    caught: [
      'test/deploy/plan/decision.test.ts',
      'decide with rerun policy OnChange runs A again after A and B',
    ],
  },
  {
    name: 'fields of other managers taken over',
    file: 'src/deploy/apply/applier.ts',
    from: 'force = this.forceConflicts',
    to: 'force = true || this.forceConflicts',
    caught: [
      'test/deploy/plan/dry-run.test.ts',
      'dryRunApply returns the owner of each field in conflict, and what a forced apply would change',
    ],
  },
  {
    name: 'a TTL that takes a Job away before its logs are read',
    file: 'src/deploy/apply/hold-ttl.ts',
    from: 'own >= MIN_TTL_WHILE_WATCHING_SECONDS',
    to: 'own >= 0',
    caught: [
      'test/deploy/apply/hold-ttl.test.ts',
      'holdTtl extends a TTL of 0, and stores the original in an annotation',
    ],
  },
  {
    name: 'an interruption that waits for the server for minutes',
    file: 'src/deploy/core/deadline.ts',
    from: 'delayedAbort(clock, GRACE_PERIOD_MS,',
    to: 'delayedAbort(clock, 60 * GRACE_PERIOD_MS,',
    caught: [
      'test/deploy/cancel.test.ts',
      'onCancel ends after three seconds in all when the server falls silent during the apply: delete',
    ],
  },
];
