import type { Node } from './node';
import { rejected } from './rule';
import { isDnsLabel, isDomainPrefixedPath } from '../formats';
import { selects } from '../selector';
import { quote } from '../truncate';
import {
  CONTROLLER_UID_LABEL,
  JOB_NAME_LABEL,
  JOB_OWNED_LABELS,
  LEGACY_CONTROLLER_UID_LABEL,
  LEGACY_JOB_NAME_LABEL,
} from '../well-known-labels';

const MOST_INDEXES_SAFE = 100_000;
const MOST_PARALLEL_INDEXES = 100_000;
const MOST_PARALLEL_BEYOND = 10_000;
const MOST_FAILED_BEYOND = 10_000;
const JOB_DOC = 'concepts/workloads/controllers/job/';

export const jobRules = [
  rejected({
    id: 'job/indexed-needs-completions',
    on: 'JobSpec',
    message: 'an Indexed Job runs the indexes from 0 to completions - 1, so it needs completions',
    fix: 'set completions, or leave completionMode out if the Pods are interchangeable',
    link: `${JOB_DOC}#completion-mode`,
    check: ({ completionMode, completions }, node, refuse) => {
      if (completionMode === 'Indexed' && completions === undefined) refuse(node.at('completions'));
    },
  }),
  rejected({
    id: 'job/indexed-parallelism',
    on: 'JobSpec',
    message: `an Indexed Job runs at most ${MOST_PARALLEL_INDEXES} Pods at once`,
    fix: `set parallelism to ${MOST_PARALLEL_INDEXES} at most`,
    link: `${JOB_DOC}#completion-mode`,
    check: ({ completionMode, parallelism = 0 }, node, refuse) => {
      if (completionMode === 'Indexed' && parallelism > MOST_PARALLEL_INDEXES) {
        refuse(node.at('parallelism'));
      }
    },
  }),
  rejected({
    id: 'job/indexed-name-length',
    on: 'Job',
    message:
      'each Pod of an Indexed Job has the name of the Job, a dash and its index as its host name, which is a DNS label of at most 63 characters',
    fix: 'shorten the name, and use no dots in it',
    link: `${JOB_DOC}#completion-mode`,
    check: ({ metadata, spec }, node, refuse) => {
      const { completionMode, completions = 0 } = spec ?? {};
      if (completionMode !== 'Indexed' || completions <= 0) return;
      const hostname = `${metadata?.name ?? ''}-${completions - 1}`;
      if (!isDnsLabel(hostname)) {
        refuse(
          node.path.field('metadata').field('name'),
          `the last Pod would have the host name ${quote(hostname)}, which is no DNS label`,
        );
      }
    },
  }),
  rejected({
    id: 'job/max-failed-indexes',
    on: 'JobSpec',
    message: 'at most as many indexes can fail as there are',
    fix: `set maxFailedIndexes to completions at most, and to ${MOST_PARALLEL_INDEXES} at most`,
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: ({ completionMode, completions = Infinity, maxFailedIndexes }, node, refuse) => {
      if (
        completionMode === 'Indexed' &&
        maxFailedIndexes !== undefined &&
        maxFailedIndexes > Math.min(completions, MOST_PARALLEL_INDEXES)
      ) {
        refuse(node.at('maxFailedIndexes'));
      }
    },
  }),
  rejected({
    id: 'job/max-failed-indexes-needs-limit',
    on: 'JobSpec',
    message: 'indexes fail only where each has a backoff limit of its own',
    fix: 'set backoffLimitPerIndex as well, or leave maxFailedIndexes out',
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: ({ maxFailedIndexes, backoffLimitPerIndex }, node, refuse) => {
      if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
        refuse(node.at('backoffLimitPerIndex'));
      }
    },
  }),
  rejected({
    id: 'job/many-indexes',
    on: 'JobSpec',
    message: `with a limit per index and more than ${MOST_INDEXES_SAFE} indexes, the status can hold only so many: maxFailedIndexes is needed, and it and parallelism are at most ${MOST_FAILED_BEYOND}`,
    fix: `set maxFailedIndexes and parallelism to ${MOST_FAILED_BEYOND} at most, or make several Jobs`,
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: (
      { completionMode, completions = 0, backoffLimitPerIndex, maxFailedIndexes, parallelism = 0 },
      node,
      refuse,
    ) => {
      if (
        completionMode !== 'Indexed' ||
        completions <= MOST_INDEXES_SAFE ||
        backoffLimitPerIndex === undefined
      ) {
        return;
      }
      if (maxFailedIndexes === undefined || maxFailedIndexes > MOST_FAILED_BEYOND) {
        refuse(node.at('maxFailedIndexes'));
      }
      if (parallelism > MOST_PARALLEL_BEYOND) refuse(node.at('parallelism'));
    },
  }),
  rejected({
    id: 'job/per-index-needs-indexed',
    on: 'JobSpec',
    message: 'only an Indexed Job has indexes',
    fix: 'set completionMode: Indexed, or leave it out',
    link: `${JOB_DOC}#backoff-limit-per-index`,
    check: (
      { completionMode = 'NonIndexed', backoffLimitPerIndex, maxFailedIndexes },
      node,
      refuse,
    ) => {
      if (completionMode !== 'NonIndexed') return;
      if (backoffLimitPerIndex !== undefined) refuse(node.at('backoffLimitPerIndex'));
      if (maxFailedIndexes !== undefined) refuse(node.at('maxFailedIndexes'));
    },
  }),
  rejected({
    id: 'job/managed-by',
    on: 'JobSpec',
    message: 'a controller is named by a domain, "/" and a path, at most 63 characters in all',
    fix: 'use the name that the controller has documented, such as kueue.x-k8s.io/multikueue',
    link: `${JOB_DOC}#delegation-of-managing-a-job-object-to-external-controller`,
    check: ({ managedBy }, node, refuse) => {
      if (managedBy !== undefined && (!isDomainPrefixedPath(managedBy) || managedBy.length > 63)) {
        refuse(node.at('managedBy'));
      }
    },
  }),
  rejected({
    id: 'job/pod-replacement-policy',
    on: 'JobSpec',
    message:
      'Pods are replaced when they are TerminatingOrFailed, or only when they have Failed; with podFailurePolicy it can only be the latter',
    fix: 'use Failed, or leave it out',
    link: `${JOB_DOC}#pod-replacement-policy`,
    check: ({ podReplacementPolicy: policy, podFailurePolicy }, node, refuse) => {
      if (
        policy === undefined ||
        policy === 'Failed' ||
        (policy === 'TerminatingOrFailed' && !podFailurePolicy)
      ) {
        return;
      }
      refuse(
        node.at('podReplacementPolicy'),
        `${quote(policy)} is none of the policies that can be here`,
      );
    },
  }),
  rejected({
    id: 'job/restart-policy',
    on: 'JobSpec',
    message:
      'a Job ends, so its Pods cannot restart for ever: restartPolicy is Never or OnFailure, and must be written, because Always is the default of Pods',
    fix: 'set Never (a new Pod for each retry; its logs stay) or OnFailure (the container restarts in place)',
    link: `${JOB_DOC}#pod-template`,
    check: ({ template }, node, refuse) => {
      const policy = template?.spec?.restartPolicy;
      if (policy !== 'Never' && policy !== 'OnFailure') {
        refuse(
          podSpec(node).field('restartPolicy'),
          `${quote(policy)} cannot be the restart policy of a Job, which ends`,
        );
      }
    },
  }),
  rejected({
    id: 'job/failure-policy-needs-never',
    on: 'JobSpec',
    message:
      'a failure policy judges Pods that have failed, and with OnFailure their containers restart in place instead',
    fix: 'set restartPolicy: Never, or leave podFailurePolicy out',
    link: `${JOB_DOC}#pod-failure-policy`,
    check: ({ template, podFailurePolicy }, node, refuse) => {
      if (podFailurePolicy && template?.spec?.restartPolicy === 'OnFailure') {
        refuse(podSpec(node).field('restartPolicy'));
      }
    },
  }),
  rejected({
    id: 'job/selector-generated',
    on: 'Job',
    message: 'the server makes the selector of a Job and the labels that go with it',
    fix: 'leave selector, and the labels job-name and controller-uid of the template, out (manualSelector: true is for adopting Pods by hand)',
    link: `${JOB_DOC}#specifying-your-own-pod-selector`,
    check: ({ metadata, spec = {} }, node, refuse) => {
      if (spec.manualSelector === true) return;
      const labels = spec.template?.metadata?.labels ?? {};
      const templateMetadata = node.path.field('spec').field('template').field('metadata');
      const { old } = node.subject;
      if (!old && !spec.selector && !JOB_OWNED_LABELS.some((key) => labels[key] !== undefined)) {
        return;
      } // the server makes all of it
      if (old && !spec.selector) {
        refuse(node.path.field('spec').field('selector'), 'is missing, and was there');
        refuse(templateMetadata.field('labels'), 'no selector selects them');
        return;
      }
      const uid = old?.metadata?.uid ?? UID;
      const generated: Record<string, string> = {};
      const asMade = !old || node.subject.minor < 37; // since 1.37 they may be taken away again
      for (const [keys, value] of [
        [[JOB_NAME_LABEL, LEGACY_JOB_NAME_LABEL], metadata?.name ?? ''],
        [[CONTROLLER_UID_LABEL, LEGACY_CONTROLLER_UID_LABEL], uid],
      ] as const) {
        for (const key of keys) {
          const label = labels[key];
          // When a Job is made, what is not there is added.
          if (asMade && label !== value && (old || label !== undefined)) {
            refuse(
              templateMetadata.field('labels').key(key),
              label === undefined
                ? 'it is gone'
                : `${quote(label)} is not what the server writes there`,
            );
          }
          generated[key] = value;
        }
      }
      const selector = old ? spec.selector! : withGenerated(spec.selector);
      if (asMade && selects(selector, generated) === false) {
        refuse(node.path.field('spec').field('selector'));
      }
      if (selects(selector, old ? labels : { ...generated, ...labels }) === false) {
        refuse(templateMetadata.field('labels'), 'the selector does not select them');
      }
    },
  }),
  rejected({
    id: 'job/manual-selector',
    on: 'Job',
    message:
      'with manualSelector, the Job counts the Pods that its selector selects, and its own must be among them',
    fix: 'set a selector that selects the labels of the template, or leave manualSelector out',
    link: `${JOB_DOC}#specifying-your-own-pod-selector`,
    check: ({ spec = {} }, node, refuse) => {
      if (spec.manualSelector !== true) return;
      const path = node.path.field('spec');
      if (!spec.selector) {
        refuse(path.field('selector'), 'is missing, and manualSelector says that you choose it');
      }
      // No selector selects nothing, an empty one everything.
      if (
        !spec.selector ||
        selects(spec.selector, spec.template?.metadata?.labels ?? {}) === false
      ) {
        refuse(
          path.field('template').field('metadata').field('labels'),
          'the selector does not select them',
        );
      }
    },
  }),
];

/** Stands for the uid that the server will give. */
const UID = '00000000-0000-0000-0000-000000000000';

function withGenerated(selector: NonNullable<Node<'JobSpec'>['value']['selector']> = {}) {
  return { ...selector, matchLabels: { [CONTROLLER_UID_LABEL]: UID, ...selector.matchLabels } };
}

function podSpec(node: Node<'JobSpec'>) {
  return node.at('template').field('spec');
}
