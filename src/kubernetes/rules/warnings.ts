import { Rule, warning } from './rule';
import { parseSchedule } from '../cron';
import { usesLatestTag } from '../image';
import { countIndexes } from '../index-set';
import { nextRuns } from '../next-runs';
import { quote } from '../truncate';

const JOB_DOC = 'concepts/workloads/controllers/job/';
const CRON_JOB_DOC = 'concepts/workloads/controllers/cron-jobs/';
/** Seconds between two checks of the schedules by the CronJob controller. */
const CONTROLLER_PERIOD_SECONDS = 10;

/** Likely mistakes that the API server does not warn of. */
export const warningRules: Rule[] = [
  warning({
    id: 'job/per-index-restarts-in-place',
    on: 'JobSpec',
    message:
      'with OnFailure, containers restart in the same Pod, so the number of retries of an ' +
      'index differs from backoffLimitPerIndex',
    fix: 'set restartPolicy: Never',
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: ({ backoffLimitPerIndex, template }, node, report) => {
      if (backoffLimitPerIndex !== undefined && template?.spec?.restartPolicy === 'OnFailure') {
        report(node.at('template').field('spec').field('restartPolicy'));
      }
    },
  }),
  warning({
    id: 'job/nothing-to-do',
    on: 'JobSpec',
    message:
      'with completions: 0 the Job completes immediately; with parallelism: 0 it runs no ' +
      'Pods, and reports nothing, until parallelism is raised',
    fix: 'remove the field; to pause the Job, set suspend: true, which its status shows',
    link: `${JOB_DOC}#parallel-jobs`,
    check: ({ completions, parallelism, suspend }, node, report) => {
      if (completions === 0) {
        report(
          node.at('completions'),
          'with 0 completions the Job completes immediately, without running a Pod',
        );
      } else if (parallelism === 0 && !suspend) {
        report(
          node.at('parallelism'),
          'with 0 the Job runs no Pods, and reports nothing, until parallelism is raised',
        );
      }
    },
  }),
  warning({
    id: 'job/idle-parallelism',
    on: 'JobSpec',
    message:
      'the Job controller runs at most one Pod for each completion that is left, so a ' +
      'higher parallelism has no effect',
    fix: 'set parallelism to at most completions',
    link: `${JOB_DOC}#parallel-jobs`,
    check: ({ completions, parallelism = 1 }, node, report) => {
      if (completions !== undefined && completions > 0 && parallelism > completions) {
        report(
          node.at('parallelism'),
          `at most ${completions} Pods run at the same time, since completions is ${completions}`,
        );
      }
    },
  }),
  warning({
    id: 'failure-policy/impossible-exit-code',
    on: 'PodFailurePolicyOnExitCodesRequirement',
    message: 'the exit code of a container is from 0 to 255, so other values never match',
    fix: 'use values from 1 to 255',
    link: `${JOB_DOC}#pod-failure-policy`,
    check: ({ values = [] }, node, report) => {
      values.forEach((value, i) => {
        if (value < 0 || value > 255) {
          report(node.at('values').index(i), `no container exits with code ${value}`);
        }
      });
    },
  }),
  warning({
    id: 'success-policy/no-indexes',
    on: 'SuccessPolicyRule',
    message: 'succeededIndexes is empty, so the rule never matches',
    fix: 'list at least one index, such as "0", or remove succeededIndexes',
    link: `${JOB_DOC}#success-policy`,
    check: ({ succeededIndexes }, node, report) => {
      const completions = node.ancestor('JobSpec')?.value.completions ?? 0;
      if (succeededIndexes !== undefined && countIndexes(succeededIndexes, completions) === 0) {
        report(node.at('succeededIndexes'));
      }
    },
  }),
  warning({
    id: 'cron-job/short-deadline',
    on: 'CronJobSpec',
    message:
      `the CronJob controller checks schedules every ${CONTROLLER_PERIOD_SECONDS} seconds, ` +
      'so it may miss runs with a shorter deadline',
    fix: `set startingDeadlineSeconds to at least ${CONTROLLER_PERIOD_SECONDS}`,
    link: `${CRON_JOB_DOC}#starting-deadline`,
    check: ({ startingDeadlineSeconds: deadline = Infinity }, node, report) => {
      if (deadline > 0 && deadline < CONTROLLER_PERIOD_SECONDS) {
        report(node.at('startingDeadlineSeconds'));
      }
    },
  }),
  warning({
    id: 'cron-job/runs-pile-up',
    on: 'CronJobSpec',
    message:
      'a run may take longer than the time to the next run, and with concurrencyPolicy: ' +
      'Allow the concurrent runs accumulate',
    fix: 'set concurrencyPolicy to Forbid or Replace, or lower activeDeadlineSeconds',
    link: `${CRON_JOB_DOC}#concurrency-policy`,
    check: ({ concurrencyPolicy, schedule = '', jobTemplate }, node, report) => {
      const deadline = jobTemplate?.spec?.activeDeadlineSeconds;
      if (concurrencyPolicy !== 'Allow' || deadline === undefined) return;
      const period = shortestPeriodSeconds(schedule);
      if (period !== undefined && deadline > period) {
        report(
          node.at('concurrencyPolicy'),
          `a run may take ${deadline} s, and the next one starts after ${period} s; ` +
            'with Allow the concurrent runs accumulate',
        );
      }
    },
  }),
  warning({
    id: 'cron-job/ttl',
    on: 'JobTemplateSpec',
    message:
      'the CronJob controller deletes finished Jobs by its history limits, and a TTL may ' +
      'delete Jobs that these limits keep',
    fix: 'remove ttlSecondsAfterFinished',
    link: `${CRON_JOB_DOC}#jobs-history-limits`,
    check: ({ spec }, node, report) => {
      if (spec?.ttlSecondsAfterFinished !== undefined) {
        report(node.at('spec').field('ttlSecondsAfterFinished'));
      }
    },
  }),
  warning({
    id: 'container/image-latest',
    on: 'Container',
    message:
      'the image has no fixed version: each push changes what runs, and the kubelet pulls ' +
      'it for each Pod',
    fix: 'use a version tag, such as busybox:1.36, or a digest',
    link: 'concepts/containers/images/#image-names',
    check: ({ image = '' }, node, report) => {
      if (usesLatestTag(image)) {
        report(
          node.at('image'),
          `${quote(image)} has no fixed version, so each push changes what runs`,
        );
      }
    },
  }),
  warning({
    id: 'container/readiness-of-job',
    on: 'Container',
    message:
      'a Job rarely needs a readiness probe, and the kubelet kills a container that fails ' +
      'its liveness probe',
    fix: 'remove the probe, unless other Pods connect to this one',
    link: 'tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
    check: ({ readinessProbe, livenessProbe }, node, report) => {
      if (node.parentField !== 'containers') return;
      if (readinessProbe) report(node.at('readinessProbe'));
      if (livenessProbe) report(node.at('livenessProbe'));
    },
  }),
];

/** Returns the shortest interval between the next runs, in seconds. */
function shortestPeriodSeconds(schedule: string): number | undefined {
  const parsed = parseSchedule(schedule);
  if (parsed.kind === 'error') return undefined;
  const runs = nextRuns(parsed, new Date(Date.UTC(2026, 0, 1)), 50).map((run) => run.getTime());
  return runs.length < 2
    ? undefined
    : Math.min(...runs.slice(1).map((run, i) => run - runs[i])) / 1000;
}
