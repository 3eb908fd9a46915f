import { info, Rule, warning } from './rule';
import { usesLatestTag } from '../image';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

/** Likely mistakes in containers that the API server does not warn of. */
export const containerWarningRules: Rule[] = [
  warning({
    id: 'container/always-restarts',
    on: 'Container',
    since: 34,
    message:
      'the kubelet restarts the container without end, so the Pod never succeeds and the Job ' +
      'never completes',
    fix: 'move the container to initContainers, which makes it a sidecar, or remove restartPolicy',
    link: 'concepts/workloads/pods/sidecar-containers/',
    check: ({ restartPolicy }, node, report) => {
      if (node.parentField === 'containers' && restartPolicy === 'Always') {
        report(node.at('restartPolicy'));
      }
    },
  }),
  warning({
    id: 'container/carriage-return',
    on: ['Container', 'ExecAction'],
    message:
      'a line ends with a carriage return, as in files of Windows, and a shell reads it as a ' +
      'part of the last word of the line',
    fix: 'save the script with line ends of Unix (LF), or replace "\\r\\n" with "\\n"',
    check: (value, node, report) => {
      const { command, args } = value as Struct<'Container'>;
      for (const [field, list] of Object.entries({ command, args })) {
        (list ?? []).forEach((text, i) => {
          if (/\r(\n|$)/.test(text)) report(node.path.field(field).index(i));
        });
      }
    },
  }),
  info({
    id: 'container/image-latest',
    on: 'Container',
    message:
      'the image has no fixed version: each push changes what runs, and the kubelet pulls ' +
      'it for each Pod',
    fix: 'use a version tag, such as busybox:1.36, or a digest',
    link: 'concepts/containers/images/#image-names',
    check: ({ image = '' }, node, report) => {
      const hasDigest = image.includes('@');
      if (usesLatestTag(image) && !hasDigest) {
        report(
          node.at('image'),
          `${quote(image)} has no fixed version, so each push changes what runs`,
        );
      }
    },
  }),
  info({
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
