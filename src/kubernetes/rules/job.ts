import type { Node } from './node';
import { rejected, Rule } from './rule';
import { isDomainPrefixedPath } from '../formats';
import { quote } from '../truncate';

const JOB_DOC = 'concepts/workloads/controllers/job/';

/** Jobs of any completion mode. @see `pkg/apis/batch/validation/validation.go` */
export const jobRules: Rule[] = [
  rejected({
    id: 'job/managed-by',
    on: 'JobSpec',
    message: 'managedBy must be a domain, "/" and a path, at most 63 characters in total',
    fix: 'use the name that the controller documents, such as kueue.x-k8s.io/multikueue',
    link: `${JOB_DOC}#delegation-of-managing-a-job-object-to-external-controller`,
    check: ({ managedBy }, node, report) => {
      if (managedBy !== undefined && (!isDomainPrefixedPath(managedBy) || managedBy.length > 63)) {
        report(node.at('managedBy'));
      }
    },
  }),
  rejected({
    id: 'job/pod-replacement-policy',
    on: 'JobSpec',
    message:
      'podReplacementPolicy must be TerminatingOrFailed or Failed; with podFailurePolicy it ' +
      'must be Failed',
    fix: 'use Failed, or remove the field',
    link: `${JOB_DOC}#pod-replacement-policy`,
    check: ({ podReplacementPolicy: policy, podFailurePolicy }, node, report) => {
      if (
        policy === undefined ||
        policy === 'Failed' ||
        (policy === 'TerminatingOrFailed' && !podFailurePolicy)
      ) {
        return;
      }
      report(
        node.at('podReplacementPolicy'),
        `cannot be ${quote(policy)}${podFailurePolicy ? ' with podFailurePolicy' : ''}`,
      );
    },
  }),
  rejected({
    id: 'job/restart-policy',
    on: 'JobSpec',
    message:
      'restartPolicy of a Job must be Never or OnFailure, and must be set, since the ' +
      'default of Pods, Always, never ends',
    fix:
      'set Never (each retry is a new Pod, and the logs of failed Pods remain) or OnFailure ' +
      '(the container restarts in the same Pod)',
    link: `${JOB_DOC}#pod-template`,
    check: ({ template }, node, report) => {
      const policy = template?.spec?.restartPolicy;
      if (policy !== 'Never' && policy !== 'OnFailure') {
        report(
          podSpecPath(node).field('restartPolicy'),
          `must be Never or OnFailure, not ${quote(policy)}`,
        );
      }
    },
  }),
  rejected({
    id: 'job/failure-policy-needs-never',
    on: 'JobSpec',
    message:
      'podFailurePolicy applies to failed Pods, but with OnFailure the kubelet restarts ' +
      'containers in the same Pod',
    fix: 'set restartPolicy: Never, or remove podFailurePolicy',
    link: `${JOB_DOC}#pod-failure-policy`,
    check: ({ template, podFailurePolicy }, node, report) => {
      if (podFailurePolicy && template?.spec?.restartPolicy === 'OnFailure') {
        report(podSpecPath(node).field('restartPolicy'));
      }
    },
  }),
];

function podSpecPath(node: Node<'JobSpec'>) {
  return node.at('template').field('spec');
}
