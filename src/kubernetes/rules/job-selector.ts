import type { Node } from './node';
import { rejected, Rule } from './rule';
import { selectorMatches } from '../selector';
import { quote } from '../truncate';
import {
  CONTROLLER_UID_LABEL,
  JOB_NAME_LABEL,
  JOB_OWNED_LABELS,
  LEGACY_CONTROLLER_UID_LABEL,
  LEGACY_JOB_NAME_LABEL,
} from '../well-known-labels';

const SELECTOR_DOC = 'concepts/workloads/controllers/job/#specifying-your-own-pod-selector';

/**
 * The selector of a Job and the labels that it selects.
 * @see `pkg/apis/batch/validation/validation.go`
 */
export const jobSelectorRules: Rule[] = [
  rejected({
    id: 'job/selector-generated',
    on: 'Job',
    message: 'the API server generates the selector of a Job and the labels that it selects',
    fix:
      'remove the selector, and the labels job-name and controller-uid of the template; ' +
      'manualSelector: true is only for adopting existing Pods',
    link: SELECTOR_DOC,
    check: ({ metadata, spec = {} }, node, report) => {
      if (spec.manualSelector === true) return;
      const { old, minor } = node.context;
      const labels = spec.template?.metadata?.labels ?? {};
      const specPath = node.path.field('spec');
      const selectorPath = specPath.field('selector');
      const labelsPath = specPath.field('template').field('metadata').field('labels');
      const hasOwnedLabels = JOB_OWNED_LABELS.some((key) => labels[key] !== undefined);
      if (!old && !spec.selector && !hasOwnedLabels) return; // the server generates everything
      if (old && !spec.selector) {
        report(selectorPath, 'the selector cannot be removed');
        report(labelsPath, 'no selector matches the labels');
        return;
      }
      const name = metadata?.name ?? '';
      const uid = old?.metadata?.uid ?? NEW_UID;
      const generated: Record<string, string> = {
        [JOB_NAME_LABEL]: name,
        [LEGACY_JOB_NAME_LABEL]: name,
        [CONTROLLER_UID_LABEL]: uid,
        [LEGACY_CONTROLLER_UID_LABEL]: uid,
      };
      // Since Kubernetes 1.37 an update can remove the labels.
      const mustMatch = !old || minor < 37;
      for (const [key, value] of Object.entries(generated)) {
        const label = labels[key];
        // On create, the server adds missing labels.
        if (!mustMatch || label === value || (!old && label === undefined)) continue;
        report(
          labelsPath.key(key),
          label === undefined
            ? 'the label cannot be removed'
            : `${quote(label)} is not the value that the API server sets`,
        );
      }
      const selector = old ? spec.selector! : withGeneratedLabel(spec.selector);
      if (mustMatch && selectorMatches(selector, generated) === false) report(selectorPath);
      if (selectorMatches(selector, old ? labels : { ...generated, ...labels }) === false) {
        report(labelsPath, 'the selector does not match the labels');
      }
    },
  }),
  rejected({
    id: 'job/manual-selector',
    on: 'Job',
    message:
      'with manualSelector, the selector must match the labels of the template, since the ' +
      'Job counts the Pods that it selects',
    fix: 'set a selector that matches the labels of the template, or remove manualSelector',
    link: SELECTOR_DOC,
    check: ({ spec = {} }, node, report) => {
      if (spec.manualSelector !== true) return;
      const path = node.path.field('spec');
      if (!spec.selector) report(path.field('selector'), 'is required with manualSelector: true');
      // A missing selector matches nothing, an empty one everything.
      const labels = spec.template?.metadata?.labels ?? {};
      if (!spec.selector || selectorMatches(spec.selector, labels) === false) {
        report(
          path.field('template').field('metadata').field('labels'),
          'the selector does not match the labels',
        );
      }
    },
  }),
];

/** Stands for the uid that the API server generates for a new Job. */
const NEW_UID = '00000000-0000-0000-0000-000000000000';

function withGeneratedLabel(selector: NonNullable<Node<'JobSpec'>['value']['selector']> = {}) {
  return { ...selector, matchLabels: { [CONTROLLER_UID_LABEL]: NEW_UID, ...selector.matchLabels } };
}
