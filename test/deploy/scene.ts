import { ManualClock } from './manual-clock';
import { bytes, list, OpenStream, ScriptedServer, watchEvent } from './scripted-server';
import { condition, jobWith } from './verdict/objects';
import { deploy, DeployEvent, DeployOptions, Manifest, Report } from '../../src/deploy';
import type { Job, Pod } from '../../src/deploy/kube/objects';

export const manifest = (name = 'job', more: object = {}): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, ...more },
});
export const COMPLETE = [
  condition('Complete', 'True', {
    reason: 'CompletionsReached',
    lastTransitionTime: '2026-01-01T00:00:09Z',
  }),
];
export const FAILED = [condition('Failed', 'True', { reason: 'BackoffLimitExceeded' })];

/** A deploy to a cluster with one Job, whose watches the test drives. */
export class Scene {
  public readonly clock = new ManualClock();
  public readonly jobs = new OpenStream();
  public readonly pods = new OpenStream();
  public readonly events: DeployEvent[] = [];
  public readonly stop = new AbortController();
  public readonly server = new ScriptedServer()
    .on(/^GET \/apis\/batch\/v1$/, {
      json: {
        resources: [
          { name: 'jobs', kind: 'Job', namespaced: true },
          { name: 'jobs/status', kind: 'Job', namespaced: true },
        ],
      },
    })
    .on(/^GET .*\/jobs\/job$/, { status: 404, json: {} })
    .on(/^PATCH .*dryRun=All/, { status: 201, json: jobWith() })
    .on(/^PATCH .*\/jobs\/job\?fieldManager=cdk8s-jobs&fieldValidation=Strict$/, {
      status: 201,
      json: jobWith(),
    })
    .on(/^GET .*\/jobs$/, list('5', jobWith()))
    .on(/^GET .*\/jobs\?labelSelector=/, list('5'))
    .on(/^GET .*\/jobs\?.*watch=1/, this.jobs.answer)
    .on(/^GET .*\/pods\?labelSelector=job-name$/, list('5'))
    .on(/^GET .*\/pods\?.*watch=1/, this.pods.answer)
    .on(/^GET .*\/events\?/, list('5'))
    .on(/\/log\?/, { stream: bytes() });

  public start(
    timeoutSeconds?: number,
    manifests = [manifest()],
    more: DeployOptions = {},
  ): Promise<Report> {
    return deploy(manifests, {
      transport: this.server,
      clock: this.clock,
      namespace: 'ns',
      timeoutSeconds,
      signal: this.stop.signal,
      onEvent: (event) => this.events.push(event),
      ...more,
    });
  }

  public job(job: Job, type = 'MODIFIED'): void {
    this.jobs.send(watchEvent(type, job));
  }
  public pod(pod: Pod, type = 'MODIFIED'): void {
    this.pods.send(watchEvent(type, pod));
    this.server.on(
      /^GET .*\/pods\?labelSelector=job-name$/,
      list('9', ...(type === 'DELETED' ? [] : [pod])),
    );
  }
}

export const outcomeOf = (report: Report) => [
  report.outcome,
  ...report.jobs.map(({ outcome }) => outcome),
];
