import type { Node } from './node';
import { rejected, Rule } from './rule';
import { usableVolumes } from './volumes';
import { hasBackstep, isLocalPath } from '../formats';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const VOLUMES_DOC = 'concepts/storage/volumes/';

/** Mounts and block devices of containers. @see `pkg/apis/core/validation/validation.go` */
export const mountRules: Rule[] = [
  rejected({
    id: 'mount/volume-exists',
    on: ['VolumeMount', 'VolumeDevice'],
    message: 'a container can use only volumes of its Pod',
    fix:
      'add the volume to spec.volumes, or correct the name; a volume that is itself ' +
      'rejected does not count',
    link: VOLUMES_DOC,
    check: ({ name = '' }, node, report) => {
      if (!usableVolumes(node.ancestor('PodSpec')!).has(name)) {
        report(node.at('name'), `the Pod has no valid volume ${quote(name)}`);
      }
    },
  }),
  rejected({
    id: 'mount/path-unique',
    on: 'VolumeMount',
    message: 'a container can have only one volume at a path',
    fix: 'use another path',
    check: ({ mountPath = '' }, node, report) => {
      const { volumeMounts = [], volumeDevices = [] } = containerOf(node);
      const isTaken = volumeMounts
        .slice(0, volumeMounts.indexOf(node.value))
        .some((mount) => (mount.mountPath ?? '') === mountPath);
      if (isTaken || lastPaths(volumeDevices, 'devicePath').includes(mountPath)) {
        report(node.at('mountPath'));
      }
    },
  }),
  rejected({
    id: 'mount/not-device',
    on: ['VolumeMount', 'VolumeDevice'],
    message: 'a container can use a volume either as a mount or as a block device',
    fix: 'keep one of them',
    check: (value, node, report) => {
      const { volumeMounts = [], volumeDevices = [] } = containerOf(node);
      const others: readonly { readonly name?: string }[] =
        node.struct === 'VolumeMount' ? volumeDevices : volumeMounts;
      if (others.some(({ name = '' }) => name === (value.name ?? ''))) report(node.at('name'));
    },
  }),
  rejected({
    id: 'mount/sub-path',
    on: 'VolumeMount',
    message:
      'a subpath must be relative and cannot contain ".."; subPath and subPathExpr exclude ' +
      'each other',
    fix: 'use a relative path in one of the two',
    link: `${VOLUMES_DOC}#using-subpath`,
    check: ({ subPath = '', subPathExpr = '' }, node, report) => {
      const listPath = node.path.hideLastStep();
      if (!isLocalPath(subPath)) report(listPath.field('subPath'));
      if (!isLocalPath(subPathExpr)) report(listPath.field('subPathExpr'));
      if (subPath !== '' && subPathExpr !== '') report(node.at('subPathExpr'));
    },
  }),
  rejected({
    id: 'mount/propagation',
    on: 'VolumeMount',
    message:
      'mountPropagation must be None, HostToContainer or Bidirectional, and Bidirectional ' +
      'requires a privileged container',
    fix: 'remove mountPropagation; Jobs rarely need it',
    link: `${VOLUMES_DOC}#mount-propagation`,
    check: ({ mountPropagation }, node, report) => {
      if (mountPropagation === undefined) return;
      const isInvalid =
        !['None', 'HostToContainer', 'Bidirectional'].includes(mountPropagation) ||
        (mountPropagation === 'Bidirectional' &&
          containerOf(node).securityContext?.privileged !== true);
      if (isInvalid) report(node.path.hideLastStep().field('mountPropagation'));
    },
  }),
  rejected({
    id: 'mount/recursive-read-only',
    on: 'VolumeMount',
    message:
      'recursiveReadOnly must be Disabled, IfPossible or Enabled, and the last two require ' +
      'readOnly: true and no mount propagation',
    fix: 'set readOnly: true',
    link: `${VOLUMES_DOC}#recursive-read-only-mounts`,
    check: ({ recursiveReadOnly, readOnly, mountPropagation = 'None' }, node, report) => {
      if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return;
      if (
        !['IfPossible', 'Enabled'].includes(recursiveReadOnly) ||
        !readOnly ||
        mountPropagation !== 'None'
      ) {
        report(node.path.hideLastStep().field('recursiveReadOnly'));
      }
    },
  }),
  rejected({
    id: 'device/claim-only',
    on: 'VolumeDevice',
    message: 'a block device must be a persistentVolumeClaim or ephemeral volume',
    fix: 'mount the volume instead',
    link: 'concepts/storage/persistent-volumes/#raw-block-volume-support',
    check: ({ name = '' }, node, report) => {
      const volume = usableVolumes(node.ancestor('PodSpec')!).get(name);
      if (volume && !volume.persistentVolumeClaim && !volume.ephemeral) report(node.at('name'));
    },
  }),
  rejected({
    id: 'device/unique',
    on: 'VolumeDevice',
    message: 'a container can have a device only once, at a unique path that does not contain ".."',
    fix: 'use another path, or remove one of the devices',
    check: ({ name = '', devicePath = '' }, node, report) => {
      const { volumeDevices = [], volumeMounts = [] } = containerOf(node);
      const earlier = volumeDevices.slice(0, volumeDevices.indexOf(node.value));
      if (name !== '' && earlier.some((device) => device.name === name)) report(node.at('name'));
      if (
        hasBackstep(devicePath) ||
        earlier.some((device) => (device.devicePath ?? '') === devicePath) ||
        lastPaths(volumeMounts, 'mountPath').includes(devicePath)
      ) {
        report(node.at('devicePath'));
      }
    },
  }),
];

function containerOf(node: Node): Struct<'Container'> {
  return node.parent!.value as Struct<'Container'>;
}

/** Returns the last path of each name, which is the only one that the API server compares. */
function lastPaths(entries: readonly object[], path: string): string[] {
  return [
    ...new Map(
      (entries as readonly Record<string, string>[]).map((entry) => [
        entry.name ?? '',
        entry[path] ?? '',
      ]),
    ).values(),
  ];
}
