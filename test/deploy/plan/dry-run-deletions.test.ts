import { deploy, plan } from '../../../src/deploy';
import type { ApiRequest } from '../../../src/deploy/kube/transport';
import { COMPLETE, manifest } from '../scene';
import { list, ScriptedServer } from '../scripted-server';
import { jobWith } from '../verdict/objects';

/** A server with an ended Job whose template the input changes, and what it answers to DELETE. */
function serverOf(deletion: { status?: number; json: object }) {
  const bodies: unknown[] = [];
  const causes = [{ field: 'spec.template', message: 'field is immutable' }];
  const server = new ScriptedServer()
    .on(/^GET .*\/jobs\/job$/, { json: jobWith({ conditions: COMPLETE }) })
    .on(/^GET .*\/jobs\?/, list('5'))
    .on(/^PATCH .*dryRun=All/, { status: 201, json: jobWith() })
    .on(/^PATCH .*\/jobs\/job\?.*dryRun=All/, { status: 422, json: { details: { causes } } })
    .on(/^DELETE /, ({ body }: ApiRequest) => {
      bodies.push(JSON.parse(body!));
      return deletion;
    });
  return { server, bodies };
}

describe.each([
  ['plan', plan],
  ['deploy', deploy],
])('%s of a Job that would be replaced', (_, command) => {
  test('reports that the Job may not be deleted, and deletes and applies nothing', async () => {
    const { server, bodies } = serverOf({ status: 403, json: { message: 'cannot delete' } });
    const { outcome, errors } = await command(manifest(), { transport: server, namespace: 'ns' });
    expect(outcome).toBe('rejected');
    expect(errors).toMatchObject([{ object: { name: 'job' }, message: 'cannot delete' }]);
    expect(bodies).toMatchObject([
      { dryRun: ['All'], preconditions: { uid: jobWith().metadata.uid } },
    ]);
    const applies = server.asked.filter((line) => line.startsWith('PATCH'));
    expect(applies.every((line) => line.includes('dryRun=All'))).toBe(true);
  });
});

test('plan accepts that a Job that would be replaced is gone by now', async () => {
  const { server } = serverOf({ status: 404, json: {} });
  const { objects } = await plan(manifest(), { transport: server, namespace: 'ns' });
  expect(objects).toMatchObject([{ action: 'replace' }]);
});
