import { deploy, DeployOptions, Manifest } from '../../../src/deploy';
import type { ApiRequest } from '../../../src/deploy/kube/transport';
import { COMPLETE, manifest } from '../scene';
import { Answer, bytes, list, ScriptedServer, watchEvent } from '../scripted-server';
import { jobWith } from '../verdict/objects';

const RESOURCES = [
  { name: 'configmaps', kind: 'ConfigMap', namespaced: true },
  { name: 'namespaces', kind: 'Namespace', namespaced: false },
];
const FROZEN: Answer = { status: 422, json: { message: 'field is immutable when set' } };
const configMap = (name: string, a = '2', namespace = 'ns') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { a },
});
const stored = (object: Manifest, version = '1') => ({
  ...object,
  metadata: { ...object.metadata, uid: `${object.metadata.name}-uid`, resourceVersion: version },
});
const ENDED = jobWith({ conditions: COMPLETE });

/** A server that has the ConfigMaps `a` and `frozen` with the value 1, and accepts all else. */
function server(): ScriptedServer {
  return new ScriptedServer()
    .on('GET /api/v1', { json: { resources: RESOURCES } })
    .on(/^GET .*\/(configmaps|namespaces)\//, { status: 404, json: {} })
    .on(/^GET .*\/configmaps\/(a|frozen)$/, ({ path }) => ({
      json: stored(configMap(path.split('/').pop()!, '1')),
    }))
    .on(/^PATCH /, ({ body }: ApiRequest) => ({ json: stored(JSON.parse(body!) as Manifest, '2') }))
    .on(/^PATCH .*\/jobs\//, { status: 201, json: ENDED })
    .on(/^GET .*\/jobs\/job$/, { status: 404, json: {} })
    .on(/^GET .*\/jobs(\?labelSelector=.*)?$/, list('5'))
    .on(/^GET .*\/jobs$/, list('5', ENDED))
    .on(/^GET .*watch=1/, { stream: bytes(watchEvent('MODIFIED', ENDED)) })
    .on(/^GET .*\/(pods|events)\?(?!.*watch=1)/, list('5'));
}

const deployTo = (transport: ScriptedServer, input: Manifest[], options: DeployOptions = {}) =>
  deploy(input, { transport, namespace: 'ns', ...options });

const changesOf = ({ asked }: ScriptedServer) =>
  asked.filter((line) => !line.startsWith('GET') && !line.includes('dryRun=All'));

describe('deploy', () => {
  test('applies nothing when the API server would reject one of the objects', async () => {
    const frozen = server().on(/^PATCH .*\/frozen\?/, FROZEN);
    const { outcome, errors, applied } = await deployTo(frozen, [
      configMap('a'),
      configMap('frozen'),
      manifest(),
    ]);
    expect({ outcome, applied }).toEqual({ outcome: 'rejected', applied: [] });
    expect(errors).toMatchObject([
      {
        object: { name: 'frozen' },
        message: expect.stringContaining('immutable when set') as string,
      },
    ]);
    expect(changesOf(frozen)).toEqual([]);
  });

  test('applies nothing when another manager owns a field of one of the objects', async () => {
    const causes = [
      { reason: 'FieldManagerConflict', message: 'conflict with "helm"', field: '.data.a' },
    ];
    const owned = server().on(/^PATCH .*\/frozen\?/, ({ query, body }) =>
      query?.force === 'true'
        ? { json: stored(JSON.parse(body!) as Manifest, '2') }
        : { status: 409, json: { message: 'Apply failed', details: { causes } } },
    );
    const { errors } = await deployTo(owned, [configMap('a'), configMap('frozen')]);
    expect(errors).toMatchObject([{ object: { name: 'frozen' } }]);
    expect(errors[0].message).toContain('--force-conflicts');
    expect(changesOf(owned)).toEqual([]);
  });

  test('applies nothing when the API server would reject a Job', async () => {
    const rejecting = server().on(/^PATCH .*\/jobs\//, {
      status: 422,
      json: { message: 'Job is invalid' },
    });
    const { errors } = await deployTo(rejecting, [configMap('a'), manifest()]);
    expect(errors).toMatchObject([{ object: { kind: 'Job' }, message: 'Job is invalid' }]);
    expect(changesOf(rejecting)).toEqual([]);
  });

  test('applies nothing when a Job may not run beside its active run', async () => {
    const causes = [{ field: 'spec.template', message: 'field is immutable' }];
    const running = server()
      .on(/^GET .*\/jobs\/job$/, { json: jobWith() })
      .on(/^PATCH .*\/jobs\/job\?/, { status: 422, json: { details: { causes } } });
    const { errors } = await deployTo(running, [configMap('a'), manifest()], { ifRunning: 'fail' });
    expect(errors).toMatchObject([
      { message: 'spec.template is immutable, but job is still active' },
    ]);
    expect(changesOf(running)).toEqual([]);
  });

  test('reports what would be rejected of Jobs and of other objects together', async () => {
    const both = server()
      .on(/^PATCH .*\/frozen\?/, FROZEN)
      .on(/^PATCH .*\/jobs\//, { status: 422, json: { message: 'Job is invalid' } });
    const { errors } = await deployTo(both, [manifest(), configMap('frozen')]);
    expect(errors.map(({ object }) => object?.kind)).toEqual(['ConfigMap', 'Job']);
  });

  test('applies objects and Jobs in a namespace that the same input creates', async () => {
    const missing = { status: 404, json: { message: 'namespaces "ns" not found' } };
    let exists = false;
    const growing = server()
      .on(/^PATCH .*\/configmaps\//, ({ body }) =>
        exists ? { status: 201, json: stored(JSON.parse(body!) as Manifest) } : missing,
      )
      .on(/^PATCH .*\/jobs\//, () => (exists ? { status: 201, json: ENDED } : missing))
      .on(/^PATCH \/api\/v1\/namespaces\/ns\?/, ({ body, query }) => {
        exists ||= query?.dryRun === undefined;
        return { status: 201, json: stored(JSON.parse(body!) as Manifest) };
      });
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ns' } };
    const report = await deployTo(growing, [configMap('new'), namespace, manifest()]);
    expect(report).toMatchObject({ outcome: 'succeeded', errors: [] });
    expect(report.applied).toHaveLength(3);
  });

  test('applies the others when Jobs may not be listed before', async () => {
    const forbidden = { status: 403, json: { message: 'cannot list' } };
    const later = server().on(/^GET .*\/jobs\?labelSelector=/, forbidden, list('5'));
    const report = await deployTo(later, [configMap('a'), manifest()]);
    expect(report).toMatchObject({ outcome: 'succeeded', errors: [] });
  });

  test('dry-runs each Job once when no other object changes', async () => {
    const unchanged = server();
    const report = await deployTo(unchanged, [configMap('a', '1'), manifest()]);
    expect(report.outcome).toBe('succeeded');
    const dryRuns = unchanged.asked.filter((line) => /^PATCH .*\/jobs\/.*dryRun/.test(line));
    expect(dryRuns).toHaveLength(1);
  });
});
