import { info, Rule, warning } from './rule';
import { parseSchedule } from '../cron';
import { unevenSteps } from '../cron-steps';
import { nextRuns } from '../next-runs';
import { quote } from '../truncate';

const CRON_JOB_DOC = 'concepts/workloads/controllers/cron-jobs/';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MAX_LISTED_VALUES = 7;

/** Likely mistakes in CronJobs that the API server does not warn of. */
export const cronJobWarningRules: Rule[] = [
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
  info({
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
    id: 'cron-job/day-or-weekday',
    on: 'CronJobSpec',
    message:
      'if a schedule restricts both the day of the month and the day of the week, the CronJob ' +
      'runs on each day that matches one of them, not only on days that match both',
    fix: 'set one of the two fields to "*", and test the other in the program of the Job',
    link: `${CRON_JOB_DOC}#schedule-syntax`,
    check: ({ schedule = '' }, node, report) => {
      const parsed = parseSchedule(schedule);
      if (parsed.kind !== 'fields' || parsed.bothDays) return;
      if (parsed.dayOfMonth.size === 0 || parsed.dayOfWeek.size === 0) return;
      report(
        node.at('schedule'),
        `runs on every ${listText([...parsed.dayOfWeek].map((day) => WEEKDAYS[day]))}, and also ` +
          `on every day ${listText([...parsed.dayOfMonth].map(String))} of a month`,
      );
    },
  }),
  warning({
    id: 'cron-job/uneven-step',
    on: 'CronJobSpec',
    message:
      'a step starts again with each hour, day, year or week, so the time between two runs ' +
      'differs unless the step divides it: */45 runs at minutes 0 and 45',
    fix: 'use a step that divides the range, or list the values',
    link: `${CRON_JOB_DOC}#schedule-syntax`,
    check: ({ schedule = '' }, node, report) => {
      if (parseSchedule(schedule).kind !== 'fields') return;
      for (const { text, unit, values, range } of unevenSteps(schedule)) {
        report(
          node.at('schedule'),
          `${quote(text)} starts again every ${range}, so it matches ${unit} ` +
            `${listText(values.map(String))} only`,
        );
      }
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

/** Formats words as "a, b and c", with the first and the last of many. */
function listText(words: readonly string[]): string {
  if (words.length > MAX_LISTED_VALUES) {
    return `${words.slice(0, 3).join(', ')}, … and ${words.at(-1)!}`;
  }
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}
