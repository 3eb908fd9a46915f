import { job } from './reports';
import type {
  DeployEvent,
  EndedEvent,
  JobEvent,
  LogEvent,
  PodEvent,
  WatchedJob,
} from '../../src/deploy/core/events';
import type { ApplyAction, JobReport } from '../../src/deploy/core/report';

/** Events of a Job `job` with one Pod, unless a test says otherwise. */
export const log = (text: string, more: Partial<LogEvent> = {}): LogEvent => ({
  type: 'log',
  namespace: 'ns',
  job: 'job',
  pod: 'job-abcde',
  container: 'main',
  restarts: 0,
  multiPod: false,
  index: null,
  multiContainer: false,
  time: 't',
  text,
  ...more,
});
export const pod = (more: Partial<PodEvent> = {}): PodEvent => ({
  type: 'pod',
  namespace: 'ns',
  job: 'job',
  pod: 'job-abcde',
  multiPod: false,
  index: null,
  state: 'running',
  ...more,
});
export const state = (more: Partial<JobEvent> = {}): JobEvent => ({
  type: 'job',
  namespace: 'ns',
  job: 'job',
  state: 'running',
  ...more,
});
export const ended = (more: Partial<JobReport> = {}): EndedEvent => ({
  type: 'ended',
  job: job(more),
});
export const applied = (name: string, action: ApplyAction = 'created'): DeployEvent => ({
  type: 'applied',
  object: { apiVersion: 'batch/v1', kind: 'Job', namespace: 'ns', name, action },
});
export const watching = (...jobs: (string | Partial<WatchedJob>)[]): DeployEvent => ({
  type: 'watching',
  jobs: jobs.map((one) => ({
    namespace: 'ns',
    name: 'job',
    startedAt: null,
    ...(typeof one === 'string' ? { name: one } : one),
  })),
});
