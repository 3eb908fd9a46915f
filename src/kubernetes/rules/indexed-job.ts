import { rejected, Rule } from './rule';
import { isDnsLabel } from '../formats';
import { quote } from '../truncate';

const MAX_PARALLELISM = 100_000;
const MAX_FAILED_INDEXES = 100_000;
/** Number of indexes above which the API server limits `maxFailedIndexes` and `parallelism`. */
const MANY_INDEXES = 100_000;
const MAX_WITH_MANY_INDEXES = 10_000;
const JOB_DOC = 'concepts/workloads/controllers/job/';

/** Indexed Jobs and backoff limits per index. @see `pkg/apis/batch/validation/validation.go` */
export const indexedJobRules: Rule[] = [
  rejected({
    id: 'job/indexed-needs-completions',
    on: 'JobSpec',
    message: 'an Indexed Job requires completions, since it runs the indexes 0 to completions - 1',
    fix: 'set completions, or remove completionMode if the Pods are interchangeable',
    link: `${JOB_DOC}#completion-mode`,
    check: ({ completionMode, completions }, node, report) => {
      if (completionMode === 'Indexed' && completions === undefined) report(node.at('completions'));
    },
  }),
  rejected({
    id: 'job/indexed-parallelism',
    on: 'JobSpec',
    message: `an Indexed Job can run at most ${MAX_PARALLELISM} Pods at the same time`,
    fix: `set parallelism to at most ${MAX_PARALLELISM}`,
    link: `${JOB_DOC}#completion-mode`,
    check: ({ completionMode, parallelism = 0 }, node, report) => {
      if (completionMode === 'Indexed' && parallelism > MAX_PARALLELISM) {
        report(node.at('parallelism'));
      }
    },
  }),
  rejected({
    id: 'job/indexed-name-length',
    on: 'Job',
    message:
      'the hostname of each Pod of an Indexed Job is the name of the Job, "-" and the ' +
      'index, and must be a DNS label of at most 63 characters',
    fix: 'shorten the name, and remove dots from it',
    link: `${JOB_DOC}#completion-mode`,
    check: ({ metadata, spec }, node, report) => {
      const { completionMode, completions = 0 } = spec ?? {};
      if (completionMode !== 'Indexed' || completions <= 0) return;
      const hostname = `${metadata?.name ?? ''}-${completions - 1}`;
      if (!isDnsLabel(hostname)) {
        report(
          node.path.field('metadata').field('name'),
          `the hostname of the last Pod, ${quote(hostname)}, is not a valid DNS label`,
        );
      }
    },
  }),
  rejected({
    id: 'job/max-failed-indexes',
    on: 'JobSpec',
    message: `maxFailedIndexes must be at most completions, and at most ${MAX_FAILED_INDEXES}`,
    fix: 'lower maxFailedIndexes, or remove it if any number of indexes may fail',
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: ({ completionMode, completions = Infinity, maxFailedIndexes }, node, report) => {
      if (
        completionMode === 'Indexed' &&
        maxFailedIndexes !== undefined &&
        maxFailedIndexes > Math.min(completions, MAX_FAILED_INDEXES)
      ) {
        report(node.at('maxFailedIndexes'));
      }
    },
  }),
  rejected({
    id: 'job/max-failed-indexes-needs-limit',
    on: 'JobSpec',
    message:
      'maxFailedIndexes requires backoffLimitPerIndex, since without it no single index fails',
    fix: 'set backoffLimitPerIndex as well, or remove maxFailedIndexes',
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: ({ maxFailedIndexes, backoffLimitPerIndex }, node, report) => {
      if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
        report(node.at('backoffLimitPerIndex'));
      }
    },
  }),
  rejected({
    id: 'job/many-indexes',
    on: 'JobSpec',
    message:
      `with backoffLimitPerIndex and more than ${MANY_INDEXES} indexes, a Job requires ` +
      'maxFailedIndexes, and maxFailedIndexes and parallelism can be at most ' +
      `${MAX_WITH_MANY_INDEXES}, so that its status stays small`,
    fix:
      `set maxFailedIndexes and parallelism to at most ${MAX_WITH_MANY_INDEXES}, or split ` +
      'the work into several Jobs',
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: (
      { completionMode, completions = 0, backoffLimitPerIndex, maxFailedIndexes, parallelism = 0 },
      node,
      report,
    ) => {
      if (
        completionMode !== 'Indexed' ||
        completions <= MANY_INDEXES ||
        backoffLimitPerIndex === undefined
      ) {
        return;
      }
      if (maxFailedIndexes === undefined || maxFailedIndexes > MAX_WITH_MANY_INDEXES) {
        report(node.at('maxFailedIndexes'));
      }
      if (parallelism > MAX_WITH_MANY_INDEXES) report(node.at('parallelism'));
    },
  }),
  rejected({
    id: 'job/per-index-needs-indexed',
    on: 'JobSpec',
    message: 'backoffLimitPerIndex and maxFailedIndexes require completionMode: Indexed',
    fix: 'set completionMode: Indexed, or remove the field',
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: (
      { completionMode = 'NonIndexed', backoffLimitPerIndex, maxFailedIndexes },
      node,
      report,
    ) => {
      if (completionMode !== 'NonIndexed') return;
      if (backoffLimitPerIndex !== undefined) report(node.at('backoffLimitPerIndex'));
      if (maxFailedIndexes !== undefined) report(node.at('maxFailedIndexes'));
    },
  }),
];
