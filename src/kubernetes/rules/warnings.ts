import { Rule, warning } from './rule';
import { nextRuns, parseSchedule } from '../cron';
import { isLatest } from '../image';
import { parseIndexes } from '../index-set';
import { quote } from '../truncate';

const JOB_DOC = 'concepts/workloads/controllers/job/';
const CRON_DOC = 'concepts/workloads/controllers/cron-jobs/';
const SHORTEST_DEADLINE = 10;

/** What works, but not as people think, and the server says nothing of. */
export const warningRules: Rule[] = [
  warning({
    id: 'job/per-index-restarts-in-place',
    on: 'JobSpec',
    message:
      'with OnFailure containers restart in place, and what is counted for each index is not what backoffLimitPerIndex says',
    fix: 'set restartPolicy: Never',
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: ({ backoffLimitPerIndex, template }, node, refuse) => {
      if (backoffLimitPerIndex !== undefined && template?.spec?.restartPolicy === 'OnFailure') {
        refuse(node.at('template').field('spec').field('restartPolicy'));
      }
    },
  }),
  warning({
    id: 'job/nothing-to-do',
    on: 'JobSpec',
    message:
      'with completions 0 the Job is complete at once, and with parallelism 0 it waits, without a word, until somebody raises it',
    fix: 'leave it out; to wait for somebody, set suspend: true, which shows',
    link: `${JOB_DOC}#parallel-jobs`,
    check: ({ completions, parallelism, suspend }, node, refuse) => {
      if (completions === 0) {
        refuse(
          node.at('completions'),
          'with 0 there is nothing to do, and the Job is complete at once',
        );
      } else if (parallelism === 0 && !suspend) {
        refuse(
          node.at('parallelism'),
          'with 0 the Job waits, without a word, until somebody raises it',
        );
      }
    },
  }),
  warning({
    id: 'job/idle-parallelism',
    on: 'JobSpec',
    message:
      'there are never more Pods at once than there is work left, so the rest of parallelism is idle',
    fix: 'set parallelism to completions at most',
    link: `${JOB_DOC}#parallel-jobs`,
    check: ({ completions, parallelism = 1 }, node, refuse) => {
      if (completions !== undefined && completions > 0 && parallelism > completions) {
        refuse(
          node.at('parallelism'),
          `there are never more than ${completions} Pods at once, since completions is ${completions}`,
        );
      }
    },
  }),
  warning({
    id: 'failure-policy/impossible-exit-code',
    on: 'PodFailurePolicyOnExitCodesRequirement',
    message: 'a container ends with an exit code from 0 to 255, so others are never met',
    fix: 'use numbers from 1 to 255',
    link: `${JOB_DOC}#pod-failure-policy`,
    check: ({ values = [] }, node, refuse) => {
      values.forEach((value, i) => {
        if (value < 0 || value > 255) {
          refuse(node.at('values').index(i), `no container ends with exit code ${value}`);
        }
      });
    },
  }),
  warning({
    id: 'success-policy/no-indexes',
    on: 'SuccessPolicyRule',
    message: 'no index is named, so nothing meets the rule',
    fix: 'name at least one index, as in "0", or leave succeededIndexes out',
    link: `${JOB_DOC}#success-policy`,
    check: ({ succeededIndexes }, node, refuse) => {
      const completions = node.in('JobSpec')?.value.completions ?? 0;
      if (succeededIndexes !== undefined && parseIndexes(succeededIndexes, completions) === 0) {
        refuse(node.at('succeededIndexes'));
      }
    },
  }),
  warning({
    id: 'cron-job/short-deadline',
    on: 'CronJobSpec',
    message:
      'the controller looks every ten seconds, so a run whose deadline is shorter may be missed',
    fix: `set startingDeadlineSeconds to ${SHORTEST_DEADLINE} at least`,
    link: `${CRON_DOC}#starting-deadline`,
    check: ({ startingDeadlineSeconds: deadline = Infinity }, node, refuse) => {
      if (deadline > 0 && deadline < SHORTEST_DEADLINE) refuse(node.at('startingDeadlineSeconds'));
    },
  }),
  warning({
    id: 'cron-job/runs-pile-up',
    on: 'CronJobSpec',
    message:
      'a run may take longer than it is to the next one, and with Allow they then run beside each other, more and more of them',
    fix: 'set concurrencyPolicy to Forbid or Replace, or a shorter activeDeadlineSeconds',
    link: `${CRON_DOC}#concurrency-policy`,
    check: ({ concurrencyPolicy, schedule = '', jobTemplate }, node, refuse) => {
      const deadline = jobTemplate?.spec?.activeDeadlineSeconds;
      if (concurrencyPolicy !== 'Allow' || deadline === undefined) return;
      const period = shortestPeriod(schedule);
      if (period !== undefined && deadline > period) {
        refuse(
          node.at('concurrencyPolicy'),
          `a run may take ${deadline} s and the next comes after ${period} s: with Allow they run beside each other, more and more of them`,
        );
      }
    },
  }),
  warning({
    id: 'cron-job/ttl',
    on: 'JobTemplateSpec',
    message:
      'Jobs of a CronJob are cleaned up by its history limits, and a TTL takes away what these would keep',
    fix: 'leave ttlSecondsAfterFinished out',
    link: `${CRON_DOC}#jobs-history-limits`,
    check: ({ spec }, node, refuse) => {
      if (spec?.ttlSecondsAfterFinished !== undefined) {
        refuse(node.at('spec').field('ttlSecondsAfterFinished'));
      }
    },
  }),
  warning({
    id: 'container/image-latest',
    on: 'Container',
    message:
      'nothing says which version of the image runs: it is another one after each push, and is pulled for each Pod',
    fix: 'name a version, as in busybox:1.36, or a digest',
    link: 'concepts/containers/images/#image-names',
    check: ({ image = '' }, node, refuse) => {
      if (isLatest(image)) {
        refuse(
          node.at('image'),
          `${quote(image)} does not say which version, so it is another one after each push`,
        );
      }
    },
  }),
  warning({
    id: 'container/readiness-of-job',
    on: 'Container',
    message:
      'a container that runs to its end is seldom asked whether it is ready; a liveness probe kills it if it does not answer',
    fix: 'leave the probe out, unless other Pods talk to this one',
    link: 'tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    check: ({ readinessProbe, livenessProbe }, node, refuse) => {
      if (node.holder !== 'containers') return;
      if (readinessProbe) refuse(node.at('readinessProbe'));
      if (livenessProbe) refuse(node.at('livenessProbe'));
    },
  }),
];

/** The shortest time between two of the next runs, in seconds. */
function shortestPeriod(schedule: string): number | undefined {
  const parsed = parseSchedule(schedule);
  if (parsed.kind === 'error') return undefined;
  const runs = nextRuns(parsed, new Date(Date.UTC(2026, 0, 1)), 50).map((run) => run.getTime());
  return runs.length < 2
    ? undefined
    : Math.min(...runs.slice(1).map((run, i) => run - runs[i])) / 1000;
}
