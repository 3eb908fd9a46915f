import type { Node } from './node';
import { containersOf } from './pod-containers';
import { neverStarts, Rule } from './rule';
import { variableReferences } from '../expansion';
import { parseImage } from '../image';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';
import { COMPLETION_INDEX_VARIABLE, SERVICE_VARIABLE } from '../well-known-variables';

/**
 * Types of volumes with the first minor version of Kubernetes that does not support them. A
 * cluster can enable gitRepo again.
 */
const UNSUPPORTED_VOLUMES = Object.entries({
  photonPersistentDisk: 16,
  scaleIO: 22,
  flocker: 25,
  quobyte: 25,
  storageos: 25,
  glusterfs: 26,
  cephfs: 31,
  rbd: 31,
  gitRepo: 33,
} satisfies { readonly [Type in keyof Struct<'Volume'>]?: number });

/**
 * Rules of the kubelet, the container runtimes and admission: the API server accepts an object that
 * violates them, but its Pods never start.
 */
export const neverStartsPodRules: Rule[] = [
  neverStarts({
    id: 'container/image-name',
    on: 'Container',
    message:
      'the container runtime cannot parse the image name, so the Pod waits with ' +
      'InvalidImageName and never starts',
    fix: 'use a name such as registry.example.com/team/app:1.2, in lower case and without spaces',
    link: 'concepts/containers/images/#image-names',
    check: ({ image = '' }, node, report) => {
      if (image !== '' && !parseImage(image)) {
        report(
          node.at('image'),
          `${quote(image)} is not a valid image name, so the Pod never starts`,
        );
      }
    },
  }),
  neverStarts({
    id: 'security/root-refused',
    on: 'Container',
    message:
      'runAsNonRoot does not allow user 0, so the container waits with ' +
      'CreateContainerConfigError and never starts',
    fix: 'set runAsUser to a number other than 0, or remove runAsNonRoot',
    link: 'tasks/configure-pod-container/security-context/',
    check: ({ securityContext = {} }, node, report) => {
      const pod: Struct<'PodSecurityContext'> =
        node.ancestor('PodSpec')?.value.securityContext ?? {};
      const user = securityContext.runAsUser ?? pod.runAsUser;
      if ((securityContext.runAsNonRoot ?? pod.runAsNonRoot) === true && user === 0) {
        report(node.at('securityContext').field('runAsUser'));
      }
    },
  }),
  neverStarts({
    id: 'pod/priority-by-hand',
    on: 'PodSpec',
    message:
      'the API server computes the priority from the priority class, and rejects Pods with ' +
      'another value',
    fix: 'set priorityClassName instead',
    link: 'concepts/scheduling-eviction/pod-priority-preemption/',
    check: ({ priority, priorityClassName = '' }, node, report) => {
      // Without a class, the default class applies, whose priority is 0 in most clusters.
      if (priority !== undefined && priority !== 0 && priorityClassName === '') {
        report(node.at('priority'));
      }
    },
  }),
  neverStarts({
    id: 'container/working-dir',
    on: 'Container',
    message:
      'the working directory must be an absolute path: container runtimes do not start a ' +
      'container in a relative one',
    fix: 'start the path with "/"',
    check: ({ workingDir = '' }, node, report) => {
      if (workingDir !== '' && !workingDir.startsWith('/')) report(node.at('workingDir'));
    },
  }),
  neverStarts({
    id: 'mount/sub-path-variable',
    on: 'VolumeMount',
    message:
      'subPathExpr refers to a variable that the container does not have, so the container ' +
      'waits with CreateContainerConfigError and never starts',
    fix: 'add the variable to env of the container',
    link: 'concepts/storage/volumes/#using-subpath-expanded-environment',
    check: ({ subPathExpr = '' }, node, report) => {
      const { env = [], envFrom = [] } = node.parent!.value as Struct<'Container'>;
      if (envFrom.length > 0) return; // the names are in the ConfigMap or Secret
      const isIndexed = node.ancestor('JobSpec')?.value.completionMode === 'Indexed';
      const isDefined = (name: string) =>
        env.some((variable) => variable.name === name) ||
        SERVICE_VARIABLE.test(name) ||
        (isIndexed && name === COMPLETION_INDEX_VARIABLE);
      for (const name of variableReferences(subPathExpr)) {
        if (!isDefined(name)) {
          report(
            node.at('subPathExpr'),
            `the container has no variable ${quote(name)}, so it never starts`,
          );
        }
      }
    },
  }),
  neverStarts({
    id: 'volume/medium',
    on: 'EmptyDirVolumeSource',
    message: 'the kubelet does not know the medium, so it cannot create the volume',
    fix: 'use Memory, or remove medium to use the disk of the node',
    link: 'concepts/storage/volumes/#emptydir',
    check: ({ medium = '' }, node, report) => {
      if (
        !/^(|Memory|HugePages|HugePages-.+)$/.test(medium) &&
        isMounted(node.ancestor('Volume')!)
      ) {
        report(
          node.at('medium'),
          `unknown medium ${quote(medium)}; the kubelet cannot create the volume`,
        );
      }
    },
  }),
  neverStarts({
    id: 'volume/removed',
    on: 'Volume',
    message:
      'Kubernetes no longer supports this type of volume, so the Pod waits for it and never ' +
      'starts',
    fix:
      'use a CSI driver through persistentVolumeClaim or csi; in place of gitRepo, clone in ' +
      'an init container',
    link: 'concepts/storage/volumes/#volume-types',
    check: (volume, node, report) => {
      for (const [type, minor] of UNSUPPORTED_VOLUMES) {
        if (
          (volume as Record<string, unknown>)[type] !== undefined &&
          node.context.minor >= minor &&
          isMounted(node)
        ) {
          report(
            node.path.field(type),
            `Kubernetes 1.${minor} removed this type of volume, so the Pod never starts`,
          );
        }
      }
    },
  }),
  neverStarts({
    id: 'volume/image-without-reference',
    on: 'ImageVolumeSource',
    until: 36,
    message: 'the volume has no image reference, so the API server rejects each Pod that has it',
    fix: 'set reference, such as registry.example.com/models:1',
    link: 'concepts/storage/volumes/#image',
    check: ({ reference = '' }, node, report) => {
      if (reference === '') report(node.at('reference'));
    },
  }),
];

/** Returns whether a container mounts the volume. The kubelet ignores any other volume. */
function isMounted({ value, parent }: Node<'Volume'>): boolean {
  return containersOf(parent as unknown as Node<'PodSpec'>).some((container) =>
    (container.value.volumeMounts ?? []).some(({ name }) => name === value.name),
  );
}
