import type { Node } from './node';
import { rejected, Rule } from './rule';
import { usableVolumes } from './volumes';
import { hasBackstep, isDescendingPath } from '../formats';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const DOC = 'concepts/storage/volumes/';

export const mountRules: Rule[] = [
  rejected({
    id: 'mount/volume-exists',
    on: ['VolumeMount', 'VolumeDevice'],
    message: 'a container mounts volumes of its Pod, by their names',
    fix: 'add the volume to spec.volumes, or correct the name (a volume that is refused itself does not count)',
    link: DOC,
    check: ({ name = '' }, node, refuse) => {
      if (!usableVolumes(node.in('PodSpec')!).has(name)) {
        refuse(node.at('name'), `the Pod has no volume ${quote(name)} that could be mounted`);
      }
    },
  }),
  rejected({
    id: 'mount/path-unique',
    on: 'VolumeMount',
    message: 'at a path of a container there can be one volume',
    fix: 'mount it somewhere else',
    check: ({ mountPath = '' }, node, refuse) => {
      const { volumeMounts = [], volumeDevices = [] } = container(node);
      const taken = volumeMounts
        .slice(0, volumeMounts.indexOf(node.value))
        .some((mount) => (mount.mountPath ?? '') === mountPath);
      if (taken || lastPaths(volumeDevices, 'devicePath').includes(mountPath)) {
        refuse(node.at('mountPath'));
      }
    },
  }),
  rejected({
    id: 'mount/not-device',
    on: ['VolumeMount', 'VolumeDevice'],
    message: 'a container has a volume as files or as a device, not as both',
    fix: 'keep one of them',
    check: (value, node, refuse) => {
      const { volumeMounts = [], volumeDevices = [] } = container(node);
      const others: readonly { readonly name?: string }[] =
        node.struct === 'VolumeMount' ? volumeDevices : volumeMounts;
      if (others.some(({ name = '' }) => name === (value.name ?? ''))) refuse(node.at('name'));
    },
  }),
  rejected({
    id: 'mount/sub-path',
    on: 'VolumeMount',
    message:
      'a path inside a volume is relative, and has no ".."; subPath and subPathExpr exclude each other',
    fix: 'use a relative path in one of the two',
    link: `${DOC}#using-subpath`,
    check: ({ subPath = '', subPathExpr = '' }, node, refuse) => {
      const list = node.path.unspelled();
      if (!isDescendingPath(subPath)) refuse(list.field('subPath'));
      if (!isDescendingPath(subPathExpr)) refuse(list.field('subPathExpr'));
      if (subPath !== '' && subPathExpr !== '') refuse(node.at('subPathExpr'));
    },
  }),
  rejected({
    id: 'mount/propagation',
    on: 'VolumeMount',
    message:
      'mounts propagate None, HostToContainer or Bidirectional, the last from privileged containers only',
    fix: 'leave mountPropagation out: Jobs seldom need it',
    link: `${DOC}#mount-propagation`,
    check: ({ mountPropagation }, node, refuse) => {
      if (mountPropagation === undefined) return;
      const refused =
        !['None', 'HostToContainer', 'Bidirectional'].includes(mountPropagation) ||
        (mountPropagation === 'Bidirectional' &&
          container(node).securityContext?.privileged !== true);
      if (refused) refuse(node.path.unspelled().field('mountPropagation'));
    },
  }),
  rejected({
    id: 'mount/recursive-read-only',
    on: 'VolumeMount',
    message:
      'recursiveReadOnly is Disabled, IfPossible or Enabled; the last two need readOnly: true and no propagation',
    fix: 'set readOnly: true',
    link: `${DOC}#recursive-read-only-mounts`,
    check: ({ recursiveReadOnly, readOnly, mountPropagation = 'None' }, node, refuse) => {
      if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return;
      if (
        !['IfPossible', 'Enabled'].includes(recursiveReadOnly) ||
        !readOnly ||
        mountPropagation !== 'None'
      ) {
        refuse(node.path.unspelled().field('recursiveReadOnly'));
      }
    },
  }),
  rejected({
    id: 'device/claim-only',
    on: 'VolumeDevice',
    message: 'a device is a volume of the kind persistentVolumeClaim or ephemeral',
    fix: 'mount the volume instead',
    link: 'concepts/storage/persistent-volumes/#raw-block-volume-support',
    check: ({ name = '' }, node, refuse) => {
      const volume = usableVolumes(node.in('PodSpec')!).get(name);
      if (volume && !volume.persistentVolumeClaim && !volume.ephemeral) refuse(node.at('name'));
    },
  }),
  rejected({
    id: 'device/unique',
    on: 'VolumeDevice',
    message: 'a container has a device once, at a path of its own that has no ".."',
    fix: 'use another path, or leave one of the two out',
    check: ({ name = '', devicePath = '' }, node, refuse) => {
      const { volumeDevices = [], volumeMounts = [] } = container(node);
      const earlier = volumeDevices.slice(0, volumeDevices.indexOf(node.value));
      if (name !== '' && earlier.some((device) => device.name === name)) refuse(node.at('name'));
      if (
        hasBackstep(devicePath) ||
        earlier.some((device) => (device.devicePath ?? '') === devicePath) ||
        lastPaths(volumeMounts, 'mountPath').includes(devicePath)
      ) {
        refuse(node.at('devicePath'));
      }
    },
  }),
];

function container(node: Node): Struct<'Container'> {
  return node.parent!.value as Struct<'Container'>;
}

/** The server knows one path for each name: the last. */
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
