import { rejected } from './rule';
import { parseSchedule } from '../cron';
import type { Struct } from '../schema/field';
import { isTimeZone, nearestTimeZone } from '../time-zones';
import { quote } from '../truncate';

const DOC = 'concepts/workloads/controllers/cron-jobs/';

export const cronJobRules = [
  rejected({
    id: 'cron-job/selector-generated',
    on: 'JobTemplateSpec',
    message: 'the Jobs of a CronJob get selectors of their own, so none can be written',
    fix: 'leave selector and manualSelector out',
    link: DOC,
    check: ({ spec = {} }, node, refuse) => {
      const path = node.at('spec');
      if (spec.selector) refuse(path.field('selector'));
      if (spec.manualSelector === true) refuse(path.field('manualSelector'));
    },
  }),
  rejected({
    id: 'cron-job/schedule',
    on: 'CronJobSpec',
    message:
      'a schedule has five fields (minute, hour, day of month, month, day of week) or is one of @yearly, @monthly, @weekly, @daily, @hourly, @every 1h',
    fix: 'write it as in "30 6 * * 1-5" (at half past six from Monday to Friday)',
    link: `${DOC}#schedule-syntax`,
    check: ({ schedule = '' }, node, refuse) => {
      if (schedule === '') return;
      const parsed = parseSchedule(schedule);
      if (parsed.kind === 'error') refuse(node.at('schedule'), parsed.message);
    },
  }),
  rejected({
    id: 'cron-job/schedule-without-zone',
    on: 'CronJobSpec',
    since: 29,
    message: 'a time zone stands in timeZone, not in the schedule',
    fix: 'move the zone into spec.timeZone',
    link: `${DOC}#time-zones`,
    check: ({ schedule = '', timeZone }, node, refuse) => {
      const before = (node.subject.old as Struct<'CronJob'> | undefined)?.spec?.schedule ?? '';
      if (schedule.includes('TZ') && (!before.includes('TZ') || timeZone !== undefined)) {
        refuse(node.at('schedule'));
      }
    },
  }),
  rejected({
    id: 'cron-job/time-zone',
    on: 'CronJobSpec',
    message: 'a time zone is the exact name of a zone of the IANA database',
    fix: 'use a name such as Europe/Vienna or Etc/UTC, in exactly that spelling',
    link: `${DOC}#time-zones`,
    check: ({ timeZone }, node, refuse) => {
      if (timeZone === undefined || isTimeZone(timeZone)) return;
      if (timeZone === (node.subject.old as Struct<'CronJob'> | undefined)?.spec?.timeZone) return; // it has been accepted before
      const meant = nearestTimeZone(timeZone);
      refuse(
        node.at('timeZone'),
        `${quote(timeZone)} is no time zone${meant ? `; ${meant} is one` : ''}`,
      );
    },
  }),
];
