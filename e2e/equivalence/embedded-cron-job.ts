import type { CronResult, CronScenario } from './cron-scenario';
import { JsonObject, objectIn } from '../../src/kubernetes/json';
import { DEFAULT_MINOR } from '../../src/kubernetes/minor';
import { decodeObject } from '../../src/local/api/admission';
import { CronJobLoop } from '../../src/local/cluster/cron-job-loop';
import type { Order, Scheduler } from '../../src/local/cluster/scheduler';
import { CRON_JOBS, EVENTS, JOBS } from '../../src/local/store/known-types';
import { ObjectStore } from '../../src/local/store/object-store';
import type { NewObject, StoredObject } from '../../src/local/store/stored-object';
import { formatSeconds } from '../../src/local/timestamps';

const NAMESPACE = 'default';
const NAME = 'c';

/** Runs a scenario with the CronJob controller of `src/local`, and returns what the oracle does. */
export function runEmbeddedCronJob(scenario: CronScenario): CronResult {
  const run = new CronJobRun(scenario);
  run.run();
  return run.result();
}

/** Calls of the controller wait while it is away. What happens to the cluster comes first. */
class PausedScheduler implements Scheduler {
  private readonly calls = new Set<{ readonly time: number; readonly action: () => void }>();

  public constructor(
    private time: number,
    private readonly away: number,
    private readonly back: number,
  ) {}

  public now(): number {
    return this.time;
  }

  public at(time: number, _order: Order, action: () => void): () => void {
    const due = Math.max(time, this.time);
    const call = { time: due >= this.away && due < this.back ? this.back : due, action };
    this.calls.add(call);
    return () => void this.calls.delete(call);
  }

  public next(): number {
    return Math.min(Infinity, ...[...this.calls].map(({ time }) => time));
  }

  public moveTo(time: number): void {
    this.time = Math.max(time, this.time);
  }

  public runDue(): void {
    for (const call of [...this.calls]) {
      if (call.time <= this.time && this.calls.delete(call)) call.action();
    }
  }
}

class CronJobRun {
  private readonly created: number;
  private readonly scheduler: PausedScheduler;
  private readonly store: ObjectStore;
  private readonly log: string[] = [];
  /** Lines that follow the events of the same turn. */
  private readonly newJobs: string[] = [];
  private readonly ends = new Map<string, { readonly at: number; readonly fails: boolean }>();
  private patches: CronScenario['patches'];
  private started = 0;

  public constructor(private readonly scenario: CronScenario) {
    const created = (this.created = Date.parse(scenario.created));
    const [away, back] = [scenario.away, scenario.back].map((time) => created + time * 1000);
    this.scheduler = new PausedScheduler(created, away, back);
    this.store = new ObjectStore({ now: () => this.scheduler.now() });
    this.patches = scenario.patches;
    new CronJobLoop(this.store, this.scheduler, DEFAULT_MINOR);
    const { object } = decodeObject(
      CRON_JOBS,
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: NAME },
        spec: scenario.cronJob.spec,
        status: {},
      },
      DEFAULT_MINOR,
      'Strict',
    );
    this.store.onChange(({ event, type, object: seen }) => {
      if (type === EVENTS) this.log.push(this.line(`event ${textOf(seen)}`));
      if (type === JOBS && event === 'ADDED') this.start(seen);
      if (type === JOBS && event === 'DELETED') this.ends.delete(seen.metadata.name);
    });
    this.store.create(CRON_JOBS, NAMESPACE, object as unknown as NewObject);
  }

  public run(): void {
    const end = this.created + this.scenario.until * 1000;
    for (let next = this.next(); next <= end; next = this.next()) {
      this.scheduler.moveTo(next);
      this.change();
      this.scheduler.runDue();
      this.log.push(...this.newJobs.splice(0));
    }
  }

  public result(): CronResult {
    const { status } = this.store.require(CRON_JOBS, NAMESPACE, NAME);
    return { id: this.scenario.id, log: this.log, status: objectIn(status) };
  }

  private next(): number {
    const ends = [...this.ends.values()].map(({ at }) => at);
    const patches = this.patches.map(({ at }) => this.created + at * 1000);
    return Math.min(this.scheduler.next(), ...ends, ...patches);
  }

  private start(job: StoredObject): void {
    const { name, annotations = {} } = job.metadata;
    const { runs } = this.scenario;
    const { seconds, fails } = runs[Math.min(this.started++, runs.length - 1)];
    const now = this.scheduler.now();
    this.ends.set(name, { at: now + seconds * 1000, fails });
    const scheduled = annotations['batch.kubernetes.io/cronjob-scheduled-timestamp'];
    this.newJobs.push(this.line(`create ${name} ${scheduled}`));
    this.store.update(JOBS, { ...job, status: { startTime: formatSeconds(now) } }, 'status');
  }

  /** Ends Jobs and changes the CronJob. */
  private change(): void {
    const now = this.scheduler.now();
    for (const [name, { at, fails }] of [...this.ends]) {
      if (at > now) continue;
      this.ends.delete(name);
      const job = this.store.require(JOBS, NAMESPACE, name);
      const time = formatSeconds(now);
      const type = fails ? 'Failed' : 'Complete';
      const status: JsonObject = {
        ...objectIn(job.status),
        conditions: [{ type, status: 'True', lastTransitionTime: time }],
        ...(!fails && { completionTime: time }),
      };
      this.store.update(JOBS, { ...job, status }, 'status');
    }
    const due = this.patches.filter(({ at }) => this.created + at * 1000 <= now);
    this.patches = this.patches.slice(due.length);
    for (const { spec } of due) {
      const cronJob = this.store.require(CRON_JOBS, NAMESPACE, NAME);
      const merged = Object.entries({ ...objectIn(cronJob.spec), ...spec });
      const changed = Object.fromEntries(merged.filter(([, value]) => value !== null));
      this.store.update(CRON_JOBS, { ...cronJob, spec: changed });
    }
  }

  private line(text: string): string {
    const seconds = (this.scheduler.now() - this.created) / 1000;
    return `${seconds.toFixed(1)} ${text}`;
  }
}

function textOf({ type, reason, message }: StoredObject): string {
  return [type, reason, message].join(' ');
}
