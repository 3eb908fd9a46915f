import { deploy, plan } from '../../../src/deploy';
import type { Job } from '../../../src/deploy/kube/objects';
import { ID_LABEL, SPEC_HASH_ANNOTATION } from '../../../src/kubernetes/metadata-keys';
import { COMPLETE, manifest } from '../scene';
import { Answer, list, ScriptedServer } from '../scripted-server';
import { jobWith } from '../verdict/objects';

const LABELS = { [ID_LABEL]: 'migrate' };
const envOf = (...names: string[]) => names.map((name) => ({ name, value: `value of ${name}` }));

/** A Job with fields that lists of Jobs are trimmed of. */
function run(name: string, second: number, image: string, env = envOf('A', 'B')): Job {
  const annotations = { [SPEC_HASH_ANNOTATION]: name };
  const job = jobWith({
    name,
    uid: `${name}-uid`,
    labels: LABELS,
    annotations,
    conditions: COMPLETE,
  });
  const template = { spec: { containers: [{ name: 'main', image, env }] } };
  return {
    ...job,
    metadata: { ...job.metadata, creationTimestamp: `2026-01-01T00:00:0${second}Z` },
    spec: { template },
  };
}

const NEW = run('migrate-new', 0, 'migrate:2', envOf('B', 'A'));
const OLD = run('migrate-old', 1, 'migrate:0');
const NEWEST = run('migrate-newest', 2, 'migrate:1');

const serverOf = (runs: readonly Job[], newest: Answer = { json: NEWEST }) =>
  new ScriptedServer()
    .on(/^PATCH .*dryRun=All/, { status: 201, json: NEW })
    .on(/^GET .*\/jobs\?/, list('5', ...runs))
    .on(/^GET .*\/jobs\/migrate-newest$/, newest);

async function planOf(server: ScriptedServer) {
  const { outcome, objects } = await plan(manifest('migrate-new', { labels: LABELS }), {
    transport: server,
    namespace: 'ns',
  });
  return { outcome, ...objects[0] };
}

describe('plan of a Job whose name is new', () => {
  test('lists the fields that differ from the newest run, with the order of lists', async () => {
    expect(await planOf(serverOf([OLD, NEWEST]))).toMatchObject({
      action: 'create',
      reason: 'differs from its newest run, migrate-newest',
      previousRun: 'migrate-newest',
      changes: [
        { path: 'spec.template.spec.containers[main].image', from: 'migrate:1', to: 'migrate:2' },
        {
          path: 'spec.template.spec.containers[main].env[*].name',
          from: ['A', 'B'],
          to: ['B', 'A'],
        },
      ],
      warnings: [],
    });
  });

  test('lists no fields for the first run, and reads no other Job', async () => {
    const server = serverOf([]);
    expect(await planOf(server)).toMatchObject({ previousRun: null, changes: [] });
    expect(server.asked.filter((line) => line.startsWith('GET') && !line.includes('?'))).toEqual(
      [],
    );
  });

  test.each<[string, Answer]>([
    ['is gone by now', { status: 404, json: {} }],
    [
      'has been replaced by now',
      { json: { ...NEWEST, metadata: { ...NEWEST.metadata, uid: 'other' } } },
    ],
  ])('lists no fields when the newest run %s', async (_, newest) => {
    expect(await planOf(serverOf([NEWEST], newest))).toMatchObject({ changes: [], warnings: [] });
  });

  test('warns when the newest run may not be read, and is not rejected', async () => {
    const newest = { status: 403, json: { message: 'cannot get resource "jobs"' } };
    expect(await planOf(serverOf([NEWEST], newest))).toMatchObject({
      outcome: 'succeeded',
      action: 'create',
      changes: [],
      warnings: [
        'the fields that differ from migrate-newest are unknown: cannot get resource "jobs"',
      ],
    });
  });
});

test('plan lists the mutable fields that change when a Job of the same name runs again', async () => {
  const live = { ...OLD, spec: { ...OLD.spec, parallelism: 1 } };
  const server = new ScriptedServer()
    .on(/^PATCH .*dryRun=All/, { json: { ...live, spec: { ...OLD.spec, parallelism: 2 } } })
    .on(/^GET .*\/jobs\?/, list('5', live))
    .on(/^GET .*\/jobs\/migrate-old$/, { json: live })
    .on(/^DELETE /, { json: live });
  const { objects } = await plan(manifest('migrate-old', { labels: LABELS }), {
    transport: server,
    namespace: 'ns',
    rerun: 'all',
  });
  expect(objects).toMatchObject([
    {
      action: 'replace',
      previousRun: 'migrate-old',
      changes: [{ path: 'spec.parallelism', from: 1, to: 2 }],
    },
  ]);
});

test('deploy does not read the newest run of a Job whose name is new', async () => {
  const server = serverOf([NEWEST]).on(/^PATCH .*Strict$/, { status: 403, json: {} });
  await deploy(manifest('migrate-new', { labels: LABELS }), { transport: server, namespace: 'ns' });
  expect(server.asked).not.toContain('GET /apis/batch/v1/namespaces/ns/jobs/migrate-newest');
});
