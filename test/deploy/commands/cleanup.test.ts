import { cleanup } from '../../../src/deploy';
import { ID_LABEL } from '../../../src/kubernetes/metadata-keys';
import { list, ScriptedServer } from '../scripted-server';
import { condition, jobWith } from '../verdict/objects';

/** Three runs of one Job. The last supersedes the others. */
const RUNS = ['a', 'b', 'c'].map((name, i) => {
  const job = jobWith({ name, uid: name, conditions: [condition('Complete', 'True')] });
  const metadata = {
    ...job.metadata,
    labels: { [ID_LABEL]: 'report' },
    creationTimestamp: `2026-01-01T00:00:0${i}Z`,
    managedFields: [{ manager: 'cdk8s-jobs', operation: 'Apply' }],
  };
  return { ...job, metadata };
});
const serverWith = () => new ScriptedServer().on(/^GET .*\/jobs(\?|$)/, list('5', ...RUNS));
const options = (transport: ScriptedServer) => ({ transport, namespace: 'ns', keepSucceeded: 0 });

describe('cleanup', () => {
  test('deletes superseded runs and reports each', async () => {
    const server = serverWith().on(/^DELETE /, { json: {} });
    const report = await cleanup(options(server));
    expect(report).toMatchObject({ outcome: 'succeeded', errors: [] });
    expect(report.deleted).toEqual([
      { namespace: 'ns', name: 'b', id: 'report', outcome: 'succeeded' },
      { namespace: 'ns', name: 'a', id: 'report', outcome: 'succeeded' },
    ]);
  });

  test('deletes nothing in a dry run', async () => {
    const server = serverWith();
    const report = await cleanup({ ...options(server), dryRun: true });
    expect(report.deleted.map(({ name }) => name)).toEqual(['b', 'a']);
    expect(server.asked.filter((line) => line.startsWith('DELETE'))).toEqual([]);
  });

  test('continues after a rejection, and reports it with its Job', async () => {
    const server = serverWith()
      .on(/^DELETE .*\/jobs\/b$/, { status: 403, json: { message: 'no' } })
      .on(/^DELETE .*\/jobs\/a$/, { json: {} });
    const report = await cleanup(options(server));
    expect(report).toMatchObject({ outcome: 'rejected', deleted: [{ name: 'a' }] });
    expect(report.errors).toMatchObject([{ object: { kind: 'Job', name: 'b' }, message: 'no' }]);
  });

  test('reports what it deleted before the connection was lost', async () => {
    const server = serverWith()
      .on(/^DELETE .*\/jobs\/b$/, { json: {} })
      .on(/^DELETE .*\/jobs\/a$/, { status: 302 });
    const report = await cleanup(options(server));
    expect(report).toMatchObject({ outcome: 'unreachable', deleted: [{ name: 'b' }] });
    expect(report.errors).toMatchObject([{ object: null }]);
  });

  test('deletes the ConfigMaps with the items of deleted runs, unless another Job uses them', async () => {
    const items = ['old', 'shared', 'shared'];
    const runs = RUNS.map((run, i) => ({
      ...run,
      spec: {
        template: {
          spec: { volumes: [{ name: 'cdk8s-jobs-items', configMap: { name: items[i] } }] },
        },
      },
    }));
    const server = new ScriptedServer()
      .on(/^GET .*\/jobs(\?|$)/, list('5', ...runs))
      .on(/^DELETE .*\/jobs\//, { json: {} })
      .on(/^DELETE .*\/configmaps\/old$/, { json: {} });
    const report = await cleanup(options(server));
    expect(report.deletedConfigMaps).toEqual(['old']);
    expect(report).toMatchObject({ outcome: 'succeeded', namespace: 'ns', context: null });
  });
});
