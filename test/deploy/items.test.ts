import { settled } from './manual-clock';
import { FAILED, Scene } from './scene';
import { Answer } from './scripted-server';
import { jobWith, podWith, terminated } from './verdict/objects';
import type { JobReport } from '../../src/deploy';
import { trimObject } from '../../src/deploy/kube/trim';

const ITEMS = 'GET /api/v1/namespaces/ns/configmaps/job-items-abc';
const failedJob = (spec: object = {}) =>
  jobWith({
    conditions: FAILED,
    spec: {
      completions: 4,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 0,
      template: {
        spec: {
          volumes: [
            { name: 'other', configMap: { name: 'other' } },
            { name: 'cdk8s-jobs-items', configMap: { name: 'job-items-abc' } },
          ],
        },
      },
      ...spec,
    },
    status: { completedIndexes: '0', failedIndexes: '1-3' },
  });

/** Deploys a Job whose index 1 is seen to fail. */
async function reportWith(
  answer: Answer | Error,
  job = failedJob(),
): Promise<{ job: JobReport; asked: readonly string[] }> {
  const scene = new Scene();
  scene.server.on(ITEMS, answer);
  const report = scene.start();
  await settled();
  const pod = { name: 'p', index: 1, phase: 'Failed', containers: [terminated(1)] };
  scene.pod(podWith(pod));
  scene.job(job);
  await scene.clock.pass(30_000);
  return { job: (await report).jobs[0], asked: scene.server.asked };
}

describe('the items of an Indexed Job', () => {
  test('are in the report, with failed indexes and with attempts', async () => {
    const { job } = await reportWith({ json: { data: { 0: 'a', 1: 'b', 2: '{"c":1}' } } });
    expect(job.indexes).toMatchObject({
      failed: '1-3',
      failedItems: [
        { index: 1, item: 'b' },
        { index: 2, item: '{"c":1}' },
        { index: 3, item: null },
      ],
    });
    expect(job.attempts).toMatchObject([{ index: 1, item: 'b' }]);
  });

  test.each([
    ['forbids it', { status: 403, json: {} }],
    ['does not find them', { status: 404, json: {} }],
    ['sends a ConfigMap without data', { json: {} }],
  ])('are null if the server %s, and the outcome is the same', async (_, answer) => {
    const { job } = await reportWith(answer);
    expect(job).toMatchObject({
      outcome: 'failed',
      indexes: { failedItems: [1, 2, 3].map((index) => ({ index, item: null })) },
      attempts: [{ index: 1, item: null }],
    });
  });

  test('are not requested for a Job that has none', async () => {
    const { job, asked } = await reportWith(new Error('requested'), failedJob({ template: {} }));
    expect(job.outcome).toBe('failed');
    expect(asked).not.toContain(ITEMS);
  });

  test('are found in what is kept of a Job', () => {
    expect(trimObject(failedJob({ template: { spec: { containers: [] } } }))).toBeDefined();
    expect(trimObject(failedJob()).spec?.template?.spec?.volumes).toHaveLength(2);
  });
});
