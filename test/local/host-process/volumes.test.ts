import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/kubernetes/json';
import type { References } from '../../../src/local/host-process/environment';
import {
  mountsOf,
  translatePaths,
  VolumeError,
  writeVolumes,
} from '../../../src/local/host-process/volumes';
import type { StoredObject } from '../../../src/local/store/stored-object';
import { temporaryFolder } from '../../temporary-folder';

const podWith = (volumes: JsonObject[]): StoredObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'a',
    namespace: 'shop',
    uid: 'u',
    resourceVersion: '1',
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { app: 'x' },
  },
  spec: { volumes },
});
const references: References = {
  configMap: (name) =>
    name === 'c' ? { ...podWith([]), data: { '0': 'first', script: 'echo' } } : undefined,
  secret: (name) => (name === 's' ? { ...podWith([]), data: { token: 'aGk=' } } : undefined),
};

function written(...volumes: JsonObject[]) {
  const folder = temporaryFolder('volumes-');
  const folders = { ofPod: folder, ofClaims: join(folder, 'claims') };
  return { folder, paths: writeVolumes(podWith(volumes), references, folders) };
}

describe('writeVolumes', () => {
  test('writes ConfigMaps, Secrets and fields of the Pod as files', () => {
    const { paths } = written(
      {
        name: 'c',
        configMap: { name: 'c', items: [{ key: 'script', path: 'bin/run', mode: 0o755 }] },
      },
      {
        name: 'p',
        projected: {
          sources: [
            { secret: { name: 's' } },
            {
              downwardAPI: {
                items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }],
              },
            },
          ],
        },
      },
    );
    const script = join(paths.get('c')!, 'bin/run');
    expect(readFileSync(script, 'utf8')).toBe('echo');
    expect(statSync(script).mode.toString(8)).toMatch(/755$/);
    expect(readFileSync(join(paths.get('p')!, 'token'), 'utf8')).toBe('hi');
    expect(readFileSync(join(paths.get('p')!, 'labels'), 'utf8')).toBe('app="x"');
  });

  test('keeps the volume of a claim for the next Pod, and uses paths of the host as they are', () => {
    const { folder, paths } = written(
      { name: 'd', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'h', hostPath: { path: '/opt' } },
    );
    expect(paths.get('d')).toBe(join(folder, 'claims/shop/data'));
    expect(existsSync(paths.get('d')!)).toBe(true);
    expect(paths.get('h')).toBe('/opt');
  });

  test.each<[string, JsonObject]>([
    ['a ConfigMap that does not exist', { configMap: { name: 'missing' } }],
    ['a key that does not exist', { configMap: { name: 'c', items: [{ key: 'no', path: 'x' }] } }],
    [
      'a path that leaves the volume',
      { configMap: { name: 'c', items: [{ key: '0', path: '../x' }] } },
    ],
    ['a type that needs a cluster', { nfs: { server: 'x', path: '/' } }],
  ])('rejects %s', (_, volume) => {
    expect(() => written({ name: 'v', ...volume })).toThrow(VolumeError);
  });
});

describe('the paths of a container', () => {
  test('are where its volumes are, and one file of them for a subPathExpr', () => {
    const container = {
      volumeMounts: [
        { name: 'v', mountPath: '/data/' },
        { name: 'v', mountPath: '/item.txt', subPathExpr: '$(INDEX)' },
      ],
    };
    expect([...mountsOf(container, new Map([['v', '/host/v']]), { INDEX: '3' })]).toEqual([
      ['/data', '/host/v'],
      ['/item.txt', '/host/v/3'],
    ]);
  });

  test('are replaced where a string mentions them as whole paths', () => {
    const paths = new Map([
      ['/data', '/host/v'],
      ['/data/cache', '/host/c'],
    ]);
    const text = 'cat /data/a "/data" </data;ls /data/cache/x /database ./data x/data /data.txt';
    expect(translatePaths(text, paths)).toBe(
      'cat /host/v/a "/host/v" </host/v;ls /host/c/x /database ./data x/data /data.txt',
    );
  });
});
