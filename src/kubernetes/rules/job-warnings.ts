import { info, Rule, warning } from './rule';
import { countIndexes } from '../index-set';

const JOB_DOC = 'concepts/workloads/controllers/job/';

/** Likely mistakes in Jobs that the API server does not warn of. */
export const jobWarningRules: Rule[] = [
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
  info({
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
];
