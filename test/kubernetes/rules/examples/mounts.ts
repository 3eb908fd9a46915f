import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, withOthers } from '../example';
import { mounts } from '../manifests';

const DATA = { name: 'data', mountPath: '/data' };
const CLAIM = [
  { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
  { name: 'more', persistentVolumeClaim: { claimName: 'more' } },
];
const mount = (part: JsonObject, ofContainer: JsonObject = {}) =>
  mounts([{ ...DATA, ...part }], ofContainer);
const devices = (
  list: JsonObject[],
  volumeMounts: JsonObject[] = [],
  volumes: JsonObject[] = CLAIM,
) => mounts(volumeMounts, { volumeDevices: list }, volumes);
const DEVICE = { name: 'data', devicePath: '/dev/data' };
const PRIVILEGED = { securityContext: { privileged: true } };

export const mountExamples: Examples = {
  'mount/volume-exists': {
    bad: [
      mounts([{ name: 'cache', mountPath: '/cache' }]),
      devices([{ name: 'cache', devicePath: '/dev/cache' }]),
      withOthers(
        ['volume/nfs-path'],
        mounts([DATA], {}, [{ name: 'data', nfs: { server: 'a', path: 'b' } }]),
      ),
    ],
    good: [mounts([DATA]), devices([DEVICE])],
  },
  'mount/path-unique': {
    bad: [
      mounts([DATA, { name: 'more', mountPath: '/data' }], {}, [
        { name: 'data' },
        { name: 'more' },
      ]),
      withOthers(['device/unique'], devices([DEVICE], [{ name: 'more', mountPath: '/dev/data' }])),
    ],
    good: [
      mounts([DATA, { name: 'more', mountPath: '/more' }], {}, [
        { name: 'data' },
        { name: 'more' },
      ]),
      mounts([DATA, { name: 'data', mountPath: '/again' }]),
      devices([DEVICE], [{ name: 'more', mountPath: '/more' }]),
    ],
  },
  'mount/not-device': {
    bad: devices([DEVICE], [DATA]),
    good: [devices([DEVICE], [{ name: 'more', mountPath: '/more' }]), devices([DEVICE])],
  },
  'mount/sub-path': {
    bad: [
      mount({ subPath: '/in' }),
      mount({ subPath: '../in' }),
      mount({ subPathExpr: '/in' }),
      mount({ subPath: 'in', subPathExpr: '$(POD)' }),
    ],
    good: [
      mount({ subPath: 'in' }),
      mount({ subPathExpr: '$(POD)' }),
      mount({ subPath: 'in', subPathExpr: '' }),
    ],
  },
  'mount/propagation': {
    bad: [
      mount({ mountPropagation: 'Bidirectional' }),
      mount({ mountPropagation: 'Both' }),
      mount({ mountPropagation: 'Bidirectional' }, { securityContext: { privileged: false } }),
    ],
    good: [
      mount({ mountPropagation: 'HostToContainer' }),
      mount({ mountPropagation: 'None' }),
      mount({ mountPropagation: 'Bidirectional' }, PRIVILEGED),
    ],
  },
  'mount/recursive-read-only': {
    bad: [
      mount({ recursiveReadOnly: 'Enabled' }),
      mount({ recursiveReadOnly: 'Yes', readOnly: true }),
      mount({
        recursiveReadOnly: 'IfPossible',
        readOnly: true,
        mountPropagation: 'HostToContainer',
      }),
    ],
    good: [
      mount({ recursiveReadOnly: 'Enabled', readOnly: true }),
      mount({ recursiveReadOnly: 'IfPossible', readOnly: true, mountPropagation: 'None' }),
      mount({ recursiveReadOnly: 'Disabled' }),
    ],
  },
  'device/claim-only': {
    bad: devices([DEVICE], [], [{ name: 'data', emptyDir: {} }]),
    good: [
      devices([DEVICE]),
      devices(
        [DEVICE],
        [],
        [
          {
            name: 'data',
            ephemeral: {
              volumeClaimTemplate: {
                spec: {
                  accessModes: ['ReadWriteOnce'],
                  volumeMode: 'Block',
                  resources: { requests: { storage: '1Gi' } },
                },
              },
            },
          },
        ],
      ),
    ],
  },
  'device/unique': {
    bad: [
      devices([DEVICE, { name: 'data', devicePath: '/dev/more' }]),
      devices([DEVICE, { name: 'more', devicePath: '/dev/data' }]),
      devices([{ name: 'data', devicePath: '/dev/../data' }]),
      withOthers(
        ['mount/path-unique'],
        devices([DEVICE], [{ name: 'more', mountPath: '/dev/data' }]),
      ),
    ],
    good: [
      devices([DEVICE, { name: 'more', devicePath: '/dev/more' }]),
      devices([DEVICE], [{ name: 'more', mountPath: '/more' }]),
    ],
  },
};
