/** A mistake that could be made in the source, and the test that must not pass with it. */
export interface Mutant {
  /** What is wrong then. */
  readonly name: string;
  readonly file: string;
  /** Stands there once, and is replaced. */
  readonly from: string;
  readonly to: string;
  /** The file of the test, and its title. */
  readonly caught: readonly [file: string, title: string];
}

const VERDICT = 'test/deploy/verdict/job-verdict.test.ts';
const DEPLOY = 'test/deploy/deploy.test.ts';
const REFLECTOR = 'test/deploy/kube/reflector.test.ts';
const POSITION = 'test/deploy/logs/log-position.test.ts';
const CLIENT = 'test/deploy/kube/client.test.ts';
const REMOVE = 'test/deploy/apply/remove.test.ts';

/** The mistakes that other tools make, or that research into them feared. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'counters in place of conditions',
    file: 'src/deploy/verdict/job-verdict.ts',
    from: "const complete = trueCondition(job, 'Complete');",
    to: "const complete = trueCondition(job, 'Complete') ?? (job.status?.succeeded ? { type: 'Complete', status: 'True' } : undefined);",
    caught: [VERDICT, 'counters that look like success decide nothing'],
  },
  {
    name: 'a condition whatever its status',
    file: 'src/deploy/verdict/job-verdict.ts',
    from: "condition.type === type && condition.status === 'True'",
    to: 'condition.type === type',
    caught: [VERDICT, 'a Complete condition that is False decides nothing'],
  },
  {
    name: 'the announcement of an end for the end',
    file: 'src/deploy/verdict/job-verdict.ts',
    from: "const complete = trueCondition(job, 'Complete');",
    to: "const complete = trueCondition(job, 'Complete') ?? trueCondition(job, 'SuccessCriteriaMet');",
    caught: [VERDICT, 'SuccessCriteriaMet alone is succeeding, not succeeded'],
  },
  {
    name: 'a Job that was deleted for a success',
    file: 'src/deploy/verdict/job-verdict.ts',
    from: "jobVerdict(last) ?? { outcome: 'gone'",
    to: "jobVerdict(last) ?? { outcome: 'succeeded'",
    caught: [VERDICT, 'a deleted Job that had not ended is gone, never a success'],
  },
  {
    name: 'no uid pinned: whatever has the name',
    file: 'src/deploy/track/track.ts',
    from: "case 'changed': this.seeJob(this.byUid.get(change.object.metadata.uid),",
    to: "case 'changed': this.seeJob(this.jobs.find((job) => job.name === change.object.metadata.name),",
    caught: [DEPLOY, 'a Job of the same name with another uid decides nothing'],
  },
  {
    name: 'an outage that costs a Job its verdict',
    file: 'src/deploy/track/trouble.ts',
    from: 'if (clock.now() - since > outageSeconds * 1000) {',
    to: 'if (clock.now() - since >= 0) {',
    caught: [DEPLOY, 'contact that is lost for a while costs the Job nothing'],
  },
  {
    name: 'no list after 410',
    file: 'src/deploy/kube/reflector.ts',
    from: 'if (expired || failures >= BELIEVED || watchForbidden) version = undefined;',
    to: 'if (failures >= BELIEVED || watchForbidden) version = undefined;',
    caught: [
      REFLECTOR,
      'a version that is too old, told by an ERROR event, means a new list at once',
    ],
  },
  {
    name: 'a list after any error, which hides what was deleted meanwhile',
    file: 'src/deploy/kube/reflector.ts',
    from: 'if (expired || failures >= BELIEVED || watchForbidden) version = undefined;',
    to: 'version = undefined;',
    caught: [
      REFLECTOR,
      'any other error, as an event, is trouble, and the watch goes on from where it was, so that no deletion is missed',
    ],
  },
  {
    name: 'bookmarks that count for nothing',
    file: 'src/deploy/kube/reflector.ts',
    from: 'version = event.version;',
    to: "if (event.type !== 'bookmark') version = event.version;",
    caught: [
      REFLECTOR,
      'when a watch ends, the next goes on after the last version seen, bookmarks included',
    ],
  },
  {
    name: 'no watchdog of a silent line',
    file: 'src/deploy/kube/watch.ts',
    from: ', idleTimeout: SILENCE',
    to: '',
    caught: [
      REFLECTOR,
      'a watch asks for bookmarks, and a line that is silent for longer than two of them is given up',
    ],
  },
  {
    name: 'a first list that may be old',
    file: 'src/deploy/kube/listing.ts',
    from: 'labelSelector: this.selector, limit',
    to: "labelSelector: this.selector, resourceVersion: '0', limit",
    caught: [
      REFLECTOR,
      'long lists come in pages of 500 and are told as one; none is asked for in a version that may be old',
    ],
  },
  {
    name: 'lines told again after a break',
    file: 'src/deploy/logs/log-position.ts',
    from: 'if (this.toSkip > 0) {\n      this.toSkip--;',
    to: 'if (this.toSkip > Infinity) {\n      this.toSkip--;',
    caught: [
      POSITION,
      'lines that come again are passed over, equal ones among them only as often as they were seen',
    ],
  },
  {
    name: 'a gap that is not told',
    file: 'src/deploy/logs/log-position.ts',
    from: "return gap ? 'after-gap' : 'new';",
    to: "return 'new';",
    caught: [
      POSITION,
      'when the file was rotated in between, what follows is taken and the gap is told',
    ],
  },
  {
    name: 'letters that are cut in two',
    file: 'src/deploy/kube/lines.ts',
    from: 'const rest = unfinished(piece);',
    to: 'const rest = 0;',
    caught: [
      'test/deploy/kube/lines.test.ts',
      'a line that is too long comes in pieces, which are the same however it arrives, and cut no letter',
    ],
  },
  {
    name: 'the log of the next run that is taken for that of the first',
    file: 'src/deploy/logs/follow-log.ts',
    from: "if (await this.answered(hasPreviousLog)) throw this.isOther(state, 'previous');",
    to: 'if (await this.answered(runStateNow) === "lost") return;',
    caught: [
      'test/deploy/logs/follow-log.test.ts',
      'a container that is restarted in place also where the server does not know of it yet, and the kubelet does',
    ],
  },
  {
    name: 'one read that ends where the last line stands is believed',
    file: 'src/deploy/logs/follow-log.ts',
    from: 'const SURELY_ENDED = 2;',
    to: 'const SURELY_ENDED = 1;',
    caught: [
      'test/deploy/logs/follow-log.test.ts',
      'an answer that ends as if it were whole, as it does where the API server loses the kubelet before the newline of a line, where the read before it broke, is not believed to be all',
    ],
  },
  {
    name: 'an empty log of which nobody knows whose it is that counts as all',
    file: 'src/deploy/logs/follow-log.ts',
    from: ' && (this.position.last !== undefined || !this.run.mayRestart);',
    to: ';',
    caught: [
      'test/deploy/logs/follow-log.test.ts',
      'a container that is restarted in place and whose next run has written nothing when it is read in its place is a gap, if its own log is gone then',
    ],
  },
  {
    name: 'the last news of Pods that is not asked for',
    file: 'src/deploy/track/track.ts',
    from: 'if (verdict === undefined) await this.settle();',
    to: 'if (verdict === undefined) await this.logs.drain();',
    caught: [
      'test/deploy/deploy-and-logs.test.ts',
      'the last news of Pods is asked for after the verdict, since it may come after it',
    ],
  },
  {
    name: 'a POST that is sent again blindly',
    file: 'src/deploy/kube/client.ts',
    from: "repeatable ?? (method === 'GET' ||",
    to: "repeatable ?? (method === 'POST' || method === 'GET' ||",
    caught: [CLIENT, 'what may not be sent twice is never sent twice a POST'],
  },
  {
    name: 'a deaf ear to Retry-After',
    file: 'src/deploy/kube/backoff.ts',
    from: 'return asked === 0 ? own : asked * 1000 + own / 4;',
    to: 'return asked < 0 ? asked : own;',
    caught: [CLIENT, 'it is not asked again before the time that the server asks for'],
  },
  {
    name: 'a Job deleted without its Pods',
    file: 'src/deploy/kube/jobs.ts',
    from: "apiVersion: 'v1', propagationPolicy, preconditions",
    to: "apiVersion: 'v1', preconditions",
    caught: [REMOVE, 'only the very Job is deleted, its Pods before it'],
  },
  {
    name: 'whatever has the name deleted',
    file: 'src/deploy/kube/jobs.ts',
    from: 'preconditions: { uid } }),',
    to: 'preconditions: {} }),',
    caught: [REMOVE, 'only the very Job is deleted, its Pods before it'],
  },
  {
    name: 'a successor before its predecessor is gone',
    file: 'src/deploy/apply/remove.ts',
    from: 'if (standing?.body.metadata.uid !== uid) return;',
    to: 'if (standing?.body.metadata.uid !== uid || asked >= 0) return;',
    caught: [REMOVE, 'it is over when the Job is gone, not when it begins to go'],
  },
  {
    name: 'two runs at once',
    file: 'src/deploy/plan/decision.ts',
    from: "waitsFor: ifRunning === 'wait' ? active : []",
    to: 'waitsFor: []',
    caught: [
      'test/deploy/plan/decision.test.ts',
      'by default a Job runs when it has changed, and then only another name waits for the active run',
    ],
  },
  {
    name: 'a run known by its name alone, though another came after it',
    file: 'src/deploy/plan/decision.ts',
    from: 'const [newest] = runs;',
    to: 'const newest = runs.find(({ metadata }) => metadata.name === manifest.metadata.name) ?? runs[0];',
    caught: [
      'test/deploy/plan/decision.test.ts',
      'by default a Job runs when it has changed, and then only A, then B, then A again runs again',
    ],
  },
  {
    name: 'fields of others taken over unasked',
    file: 'src/deploy/apply/applier.ts',
    from: 'force = this.forceConflicts',
    to: 'force = true || this.forceConflicts',
    caught: [
      'test/deploy/plan/dryRun.test.ts',
      'a conflict tells who owns which field, and what taking it over would change',
    ],
  },
  {
    name: 'a TTL that takes a Job away before its logs are read',
    file: 'src/deploy/apply/ttl.ts',
    from: "if (typeof own !== 'number' || own >= KEPT) return manifest;",
    to: "if (typeof own !== 'number' || own >= 0) return manifest;",
    caught: [
      'test/deploy/apply/ttl.test.ts',
      'a TTL of 0 is held back, and its own value is noted',
    ],
  },
  {
    name: 'an interruption that waits for a server without end',
    file: 'src/deploy/patience.ts',
    from: 'this.grace = later(clock, GRACE, this.end.signal, this.closed.signal);',
    to: 'this.grace = later(clock, 60 * GRACE, this.end.signal, this.closed.signal);',
    caught: [
      'test/deploy/cancel.test.ts',
      'a server that falls silent while Jobs are applied delays the end by three seconds in all: delete',
    ],
  },
];
