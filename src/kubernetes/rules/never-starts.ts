import type { Node } from './node';
import { neverStarts, Rule } from './rule';
import { containersOf } from './security';
import { neverFires, parseSchedule } from '../cron';
import { isDnsLabel, isLabelValue, isQualifiedName } from '../formats';
import { parseImage } from '../image';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';
import { JOB_OWNED_LABELS } from '../well-known-labels';

const JOB_DOC = 'concepts/workloads/controllers/job/';
const CRON_DOC = 'concepts/workloads/controllers/cron-jobs/';
/** The CronJob controller adds a dash and the time of the run, in minutes since 1970. */
const CRON_SUFFIX = '-00000000';

/** Kinds of volumes, and since which minor no kubelet has them (gitRepo: unless a cluster turns it on again). */
const REMOVED = Object.entries({
  photonPersistentDisk: 16,
  scaleIO: 22,
  flocker: 25,
  quobyte: 25,
  storageos: 25,
  glusterfs: 26,
  cephfs: 31,
  rbd: 31,
  gitRepo: 33,
} satisfies { readonly [Kind in keyof Struct<'Volume'>]?: number });

/** What the server takes, and yet no Pod runs: it says so later, in events, or never. */
/** Variables that the kubelet adds for the Services of a namespace. */
const OF_SERVICE = /^[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT\w*|PORT\w*)$/;

export const neverStartsRules: Rule[] = [
  neverStarts({
    id: 'cron-job/never-fires',
    on: 'CronJobSpec',
    message: 'there is no moment that the schedule means, so no Job is ever made',
    fix: 'choose a day that there is: the 30th of February is none',
    link: `${CRON_DOC}#schedule-syntax`,
    check: ({ schedule = '' }, node, refuse) => {
      const parsed = parseSchedule(schedule);
      if (parsed.kind !== 'error' && neverFires(parsed)) refuse(node.at('schedule'));
    },
  }),
  neverStarts({
    id: 'cron-job/job-metadata',
    on: 'JobTemplateSpec',
    message:
      'the labels and annotations of its Jobs are looked at when the first of them is made, and then each is refused',
    fix: 'correct the key or the value',
    link: CRON_DOC,
    check: ({ metadata = {} }, node, refuse) => {
      const at = node.path.field('metadata');
      for (const [key, value] of Object.entries(metadata.labels ?? {})) {
        if (!isQualifiedName(key) || !isLabelValue(value)) {
          refuse(
            at.field('labels'),
            `${quote({ [key]: value })} is no label, so each Job of the CronJob is refused`,
          );
        }
      }
      for (const key of Object.keys(metadata.annotations ?? {})) {
        if (!isQualifiedName(key.toLowerCase())) {
          refuse(
            at.field('annotations'),
            `${quote(key)} cannot be the key of an annotation, so each Job of the CronJob is refused`,
          );
        }
      }
    },
  }),
  neverStarts({
    id: 'cron-job/reserved-labels',
    on: 'JobTemplateSpec',
    message:
      "the labels that name the Job and its uid are the server's to write, and each Job that has others is refused",
    fix: 'leave the label out',
    link: `${JOB_DOC}#specifying-your-own-pod-selector`,
    check: ({ spec }, node, refuse) => {
      const labels = node.at('spec').field('template').field('metadata').field('labels');
      for (const label of JOB_OWNED_LABELS) {
        if (spec?.template?.metadata?.labels?.[label] !== undefined) refuse(labels.key(label));
      }
    },
  }),
  neverStarts({
    id: 'cron-job/indexed-name-length',
    on: 'CronJob',
    message:
      'each Pod of an Indexed Job has the name of the Job, a dash and its index as its host name, and the name of a Job of a CronJob is longer by 9',
    fix: 'shorten the name of the CronJob, and use no dots in it',
    link: `${JOB_DOC}#completion-mode`,
    check: ({ metadata, spec }, node, refuse) => {
      const { completionMode, completions = 0 } = spec?.jobTemplate?.spec ?? {};
      if (completionMode !== 'Indexed' || completions <= 0) return;
      const hostname = `${metadata?.name ?? ''}${CRON_SUFFIX}-${completions - 1}`;
      if (!isDnsLabel(hostname)) {
        refuse(
          node.path.field('metadata').field('name'),
          `the last Pod would have a host name like ${quote(hostname)}, which is no DNS label`,
        );
      }
    },
  }),
  neverStarts({
    id: 'container/image-name',
    on: 'Container',
    message:
      'no container runtime can read the name of the image: the Pod waits with InvalidImageName for ever',
    fix: 'write it as in registry.example.com/team/app:1.2, in lower case and without spaces',
    link: 'concepts/containers/images/#image-names',
    check: ({ image = '' }, node, refuse) => {
      if (image !== '' && !parseImage(image)) {
        refuse(
          node.at('image'),
          `${quote(image)} is no name of an image that a container runtime could read`,
        );
      }
    },
  }),
  neverStarts({
    id: 'security/root-refused',
    on: 'Container',
    message:
      'the container is to run as root and is not allowed to: it waits with CreateContainerConfigError for ever',
    fix: 'set runAsUser to another number than 0, or leave runAsNonRoot out',
    link: 'tasks/configure-pod-container/security-context/',
    check: ({ securityContext = {} }, node, refuse) => {
      const pod: Struct<'PodSecurityContext'> = node.in('PodSpec')?.value.securityContext ?? {};
      const user = securityContext.runAsUser ?? pod.runAsUser;
      if ((securityContext.runAsNonRoot ?? pod.runAsNonRoot) === true && user === 0) {
        refuse(node.at('securityContext').field('runAsUser'));
      }
    },
  }),
  neverStarts({
    id: 'pod/priority-by-hand',
    on: 'PodSpec',
    message:
      "the number of a priority is the cluster's to set, from the class, and Pods that bring another one are refused",
    fix: 'set priorityClassName instead',
    link: 'concepts/scheduling-eviction/pod-priority-preemption/',
    check: ({ priority, priorityClassName = '' }, node, refuse) => {
      // Without a class the default one counts, which is 0 in most clusters.
      if (priority !== undefined && priority !== 0 && priorityClassName === '') {
        refuse(node.at('priority'));
      }
    },
  }),
  neverStarts({
    id: 'cron-job/deadline-zero',
    on: 'CronJobSpec',
    message: 'each run is too late as soon as its moment has come, so no Job is ever made',
    fix: 'leave startingDeadlineSeconds out, or set it to 10 at least: the controller looks every ten seconds',
    link: `${CRON_DOC}#starting-deadline`,
    check: ({ startingDeadlineSeconds }, node, refuse) => {
      if (startingDeadlineSeconds === 0) refuse(node.at('startingDeadlineSeconds'));
    },
  }),
  neverStarts({
    id: 'job/deadline-zero',
    on: 'JobSpec',
    message: 'the Job is over its deadline when it begins, and fails without a Pod',
    fix: 'leave activeDeadlineSeconds out, or say how long the Job may run',
    link: `${JOB_DOC}#job-termination-and-cleanup`,
    check: ({ activeDeadlineSeconds }, node, refuse) => {
      if (activeDeadlineSeconds === 0) refuse(node.at('activeDeadlineSeconds'));
    },
  }),
  neverStarts({
    id: 'container/working-dir',
    on: 'Container',
    message: 'a container runtime starts nothing in a directory that is not named from the root',
    fix: 'begin it with "/"',
    check: ({ workingDir = '' }, node, refuse) => {
      if (workingDir !== '' && !workingDir.startsWith('/')) refuse(node.at('workingDir'));
    },
  }),
  neverStarts({
    id: 'mount/sub-path-variable',
    on: 'VolumeMount',
    message:
      'the path names a variable that the container does not have: it waits with CreateContainerConfigError for ever',
    fix: 'add the variable to env of the container',
    link: 'concepts/storage/volumes/#using-subpath-expanded-environment',
    check: ({ subPathExpr = '' }, node, refuse) => {
      const { env = [], envFrom = [] } = node.parent!.value as Struct<'Container'>;
      if (envFrom.length > 0) return; // who knows what is in there
      const indexed = node.in('JobSpec')?.value.completionMode === 'Indexed';
      const isGiven = (name: string) =>
        env.some((variable) => variable.name === name) ||
        OF_SERVICE.test(name) ||
        (indexed && name === 'JOB_COMPLETION_INDEX');
      for (const [, name] of subPathExpr.replaceAll('$$', '').matchAll(/\$\(([^)]*)\)/g)) {
        if (!isGiven(name)) {
          refuse(
            node.at('subPathExpr'),
            `the container has no variable ${quote(name)}, and waits with CreateContainerConfigError for ever`,
          );
        }
      }
    },
  }),
  neverStarts({
    id: 'volume/medium',
    on: 'EmptyDirVolumeSource',
    message: 'there is no such medium, and the kubelet cannot make the volume',
    fix: 'use Memory, or leave medium out to use the disk of the node',
    link: 'concepts/storage/volumes/#emptydir',
    check: ({ medium = '' }, node, refuse) => {
      if (!/^(|Memory|HugePages|HugePages-.+)$/.test(medium) && isMounted(node.in('Volume')!)) {
        refuse(
          node.at('medium'),
          `${quote(medium)} is no medium, and the kubelet cannot make the volume`,
        );
      }
    },
  }),
  neverStarts({
    id: 'volume/removed',
    on: 'Volume',
    message:
      'Kubernetes does not have this kind of volume any more, and the Pod waits for it for ever',
    fix: 'use a CSI driver, by persistentVolumeClaim or csi; for gitRepo clone in an init container',
    link: 'concepts/storage/volumes/#volume-types',
    check: (volume, node, refuse) => {
      for (const [kind, minor] of REMOVED) {
        if (
          (volume as Record<string, unknown>)[kind] !== undefined &&
          node.subject.minor >= minor &&
          isMounted(node)
        ) {
          refuse(
            node.path.field(kind),
            `is not there since Kubernetes 1.${minor}, and the Pod waits for it for ever`,
          );
        }
      }
    },
  }),
  neverStarts({
    id: 'volume/image-without-reference',
    on: 'ImageVolumeSource',
    until: 36,
    message: 'the volume does not say which image, and each Pod that has it is refused',
    fix: 'set reference, as in registry.example.com/models:1',
    link: 'concepts/storage/volumes/#image',
    check: ({ reference = '' }, node, refuse) => {
      if (reference === '') refuse(node.at('reference'));
    },
  }),
];

/** The kubelet does not wait for a volume that no container mounts. */
function isMounted({ value, parent }: Node<'Volume'>): boolean {
  return containersOf(parent as unknown as Node<'PodSpec'>).some((container) =>
    (container.value.volumeMounts ?? []).some(({ name }) => name === value.name),
  );
}
