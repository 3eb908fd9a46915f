import { neverStarts, Rule } from './rule';
import { parseSchedule } from '../cron';
import { isDnsLabel, isLabelValue, isQualifiedName } from '../formats';
import { neverFires } from '../next-runs';
import { quote } from '../truncate';
import { JOB_OWNED_LABELS } from '../well-known-labels';

const JOB_DOC = 'concepts/workloads/controllers/job/';
const CRON_JOB_DOC = 'concepts/workloads/controllers/cron-jobs/';
/** Example of the suffix of the CronJob controller: "-" and the time of the run in minutes. */
const CRON_JOB_SUFFIX = '-00000000';

/**
 * Rules of the Job controller and the CronJob controller: the API server accepts an object that
 * violates them, but no Job is created, or the Job runs no Pod.
 */
export const neverStartsJobRules: Rule[] = [
  neverStarts({
    id: 'cron-job/never-fires',
    on: 'CronJobSpec',
    message: 'the schedule never fires, so the CronJob controller never creates a Job',
    fix: 'use a date that exists; 30 February, for example, does not',
    link: `${CRON_JOB_DOC}#schedule-syntax`,
    check: ({ schedule = '' }, node, report) => {
      const parsed = parseSchedule(schedule);
      if (parsed.kind !== 'error' && neverFires(parsed)) report(node.at('schedule'));
    },
  }),
  neverStarts({
    id: 'cron-job/job-metadata',
    on: 'JobTemplateSpec',
    message:
      'the API server validates the labels and annotations of jobTemplate only when the ' +
      'CronJob controller creates a Job, and then rejects each Job',
    fix: 'correct the key or the value',
    link: CRON_JOB_DOC,
    check: ({ metadata = {} }, node, report) => {
      const at = node.path.field('metadata');
      for (const [key, value] of Object.entries(metadata.labels ?? {})) {
        if (!isQualifiedName(key) || !isLabelValue(value)) {
          report(
            at.field('labels'),
            `${quote({ [key]: value })} is not a valid label, so the API server rejects each Job`,
          );
        }
      }
      for (const key of Object.keys(metadata.annotations ?? {})) {
        if (!isQualifiedName(key.toLowerCase())) {
          report(
            at.field('annotations'),
            `${quote(key)} is not a valid annotation key, so the API server rejects each Job`,
          );
        }
      }
    },
  }),
  neverStarts({
    id: 'cron-job/reserved-labels',
    on: 'JobTemplateSpec',
    message:
      'the API server sets the labels with the name and the uid of the Job, and rejects ' +
      'each Job with other values',
    fix: 'remove the label',
    link: `${JOB_DOC}#specifying-your-own-pod-selector`,
    check: ({ spec }, node, report) => {
      const labels = node.at('spec').field('template').field('metadata').field('labels');
      for (const label of JOB_OWNED_LABELS) {
        if (spec?.template?.metadata?.labels?.[label] !== undefined) report(labels.key(label));
      }
    },
  }),
  neverStarts({
    id: 'cron-job/indexed-name-length',
    on: 'CronJob',
    message:
      'the hostname of each Pod of an Indexed Job is the name of the CronJob, 9 more ' +
      'characters, "-" and the index, and must be a DNS label of at most 63 characters',
    fix: 'shorten the name of the CronJob, and remove dots from it',
    link: `${JOB_DOC}#completion-mode`,
    check: ({ metadata, spec }, node, report) => {
      const { completionMode, completions = 0 } = spec?.jobTemplate?.spec ?? {};
      if (completionMode !== 'Indexed' || completions <= 0) return;
      const hostname = `${metadata?.name ?? ''}${CRON_JOB_SUFFIX}-${completions - 1}`;
      if (!isDnsLabel(hostname)) {
        report(
          node.path.field('metadata').field('name'),
          `the hostname of the last Pod, such as ${quote(hostname)}, is not a valid DNS label`,
        );
      }
    },
  }),
  neverStarts({
    id: 'cron-job/deadline-zero',
    on: 'CronJobSpec',
    message:
      'the CronJob controller starts a run a fraction of a second after it is due, when its ' +
      'deadline has expired, so it never creates a Job',
    fix: 'remove startingDeadlineSeconds, or set it to the seconds that a run may start late',
    link: `${CRON_JOB_DOC}#starting-deadline`,
    check: ({ startingDeadlineSeconds }, node, report) => {
      if (startingDeadlineSeconds === 0) report(node.at('startingDeadlineSeconds'));
    },
  }),
  neverStarts({
    id: 'job/deadline-zero',
    on: 'JobSpec',
    message: 'the deadline expires when the Job starts, so the Job fails without running a Pod',
    fix: 'remove activeDeadlineSeconds, or set it to the time that the Job may take',
    link: `${JOB_DOC}#job-termination-and-cleanup`,
    check: ({ activeDeadlineSeconds }, node, report) => {
      if (activeDeadlineSeconds === 0) report(node.at('activeDeadlineSeconds'));
    },
  }),
];
