import { rejected, Rule } from './rule';
import { parseSchedule } from '../cron';
import type { Struct } from '../schema/field';
import { isTimeZone, nearestTimeZone } from '../time-zones';
import { quote } from '../truncate';

const CRON_JOB_DOC = 'concepts/workloads/controllers/cron-jobs/';

/** CronJobs: schedule and time zone. @see `pkg/apis/batch/validation/validation.go` */
export const cronJobRules: Rule[] = [
  rejected({
    id: 'cron-job/selector-generated',
    on: 'JobTemplateSpec',
    message:
      'the API server generates the selector of each Job of a CronJob, so jobTemplate ' +
      'cannot set one',
    fix: 'remove selector and manualSelector',
    link: CRON_JOB_DOC,
    check: ({ spec = {} }, node, report) => {
      const path = node.at('spec');
      if (spec.selector) report(path.field('selector'));
      if (spec.manualSelector === true) report(path.field('manualSelector'));
    },
  }),
  rejected({
    id: 'cron-job/schedule',
    on: 'CronJobSpec',
    message:
      'a schedule must have five fields (minute, hour, day of month, month, day of week), ' +
      'or be one of @yearly, @monthly, @weekly, @daily, @hourly or @every 1h',
    fix: 'write it as in "30 6 * * 1-5" (06:30 from Monday to Friday)',
    link: `${CRON_JOB_DOC}#schedule-syntax`,
    check: ({ schedule = '' }, node, report) => {
      if (schedule === '') return;
      const parsed = parseSchedule(schedule);
      if (parsed.kind === 'error') report(node.at('schedule'), parsed.message);
    },
  }),
  rejected({
    id: 'cron-job/schedule-without-zone',
    on: 'CronJobSpec',
    since: 29,
    message: 'the time zone must be set in timeZone, not in the schedule',
    fix: 'move the time zone to spec.timeZone',
    link: `${CRON_JOB_DOC}#time-zones`,
    check: ({ schedule = '', timeZone }, node, report) => {
      const oldSchedule = (node.context.old as Struct<'CronJob'> | undefined)?.spec?.schedule ?? '';
      if (schedule.includes('TZ') && (!oldSchedule.includes('TZ') || timeZone !== undefined)) {
        report(node.at('schedule'));
      }
    },
  }),
  rejected({
    id: 'cron-job/time-zone',
    on: 'CronJobSpec',
    message: 'timeZone must be the exact name of a time zone of the IANA database',
    fix: 'use a name such as Europe/Vienna or Etc/UTC, in exactly that spelling',
    link: `${CRON_JOB_DOC}#time-zones`,
    check: ({ timeZone }, node, report) => {
      if (timeZone === undefined || isTimeZone(timeZone)) return;
      // The API server accepts an unchanged time zone.
      if (timeZone === (node.context.old as Struct<'CronJob'> | undefined)?.spec?.timeZone) return;
      const nearest = nearestTimeZone(timeZone);
      report(
        node.at('timeZone'),
        `unknown time zone ${quote(timeZone)}` +
          (nearest ? `; did you mean ${quote(nearest)}?` : ''),
      );
    },
  }),
];
