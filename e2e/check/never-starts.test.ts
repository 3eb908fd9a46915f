import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../../src/kubernetes/json';
import { mergePatch } from '../../src/kubernetes/merge';
import { DEFAULT_MINOR } from '../../src/kubernetes/minor';
import { RULES } from '../../src/kubernetes/rules';
import { examplesIn } from '../../test/kubernetes/rules/example';
import { neverStartsExamples } from '../../test/kubernetes/rules/examples/never-starts';
import { MINIMAL_CRON_JOB, MINIMAL_JOB } from '../../test/kubernetes/rules/manifests';
import { apply, inNamespace, kubectl } from '../harness';

/** Long enough for a CronJob that runs each minute to run, and for a Pod to start. */
const PATIENCE = 80_000;
/** What the runtime says of a container that it could not start: no program of it has run. */
const NOT_STARTED = ['StartError', 'ContainerCannotRun'];

const rules = RULES.filter(
  ({ severity, since = 0, until = Infinity }) =>
    severity === 'never-starts' && since <= DEFAULT_MINOR && DEFAULT_MINOR <= until,
);
const samples = rules.flatMap(({ id }) =>
  examplesIn(neverStartsExamples[id].bad)
    .filter(({ minor = DEFAULT_MINOR, old }) => minor === DEFAULT_MINOR && !old)
    .map(({ manifest }, i) => ({
      rule: id,
      object: asSample(manifest, id, `${id.replace('/', '-')}-${i}`),
    })),
);

test(
  'a manifest with a never-starts finding is accepted by the API server, and does not start',
  () =>
    inNamespace(async (namespace) => {
      const [job, cronJob] = [MINIMAL_JOB, MINIMAL_CRON_JOB].map((object) =>
        asSample(object, '', `sound-${String(object.kind).toLowerCase()}`),
      );
      const items = [job, cronJob, ...samples.map((sample) => sample.object)];
      await apply({ apiVersion: 'v1', kind: 'List', items }, namespace);
      await sleep(PATIENCE);
      const started = await startedJobs(namespace);
      // Without the defect they start, so it is the defect that keeps the others.
      expect(started).toContain('sound-job');
      expect(started.some((name) => name.startsWith('sound-cronjob-'))).toBe(true);
      expect(started.filter((name) => !name.startsWith('sound-'))).toEqual([]);
    }),
  PATIENCE + 90_000,
);

test('every never-starts rule has a sample', () => {
  expect([...new Set(samples.map(({ rule }) => rule))].sort()).toEqual(
    rules.map(({ id }) => id).sort(),
  );
});

/** An example with a unique name, an image that exists, a program that ends, and a schedule that is due soon. */
function asSample(example: JsonObject, rule: string, name: string): JsonObject {
  const sound = JSON.parse(JSON.stringify(example).replaceAll('"busybox:1"', '"busybox"')) as any;
  const metadata = rule.endsWith('name-length') ? sound.metadata : { ...sound.metadata, name };
  const spec = sound.kind === 'CronJob' ? sound.spec.jobTemplate.spec : sound.spec;
  for (const container of spec.template.spec.containers) container.command ??= ['true'];
  return mergePatch(sound, {
    metadata,
    ...(sound.kind === 'CronJob' && rule !== 'cron-job/never-fires'
      ? { spec: { schedule: '* * * * *' } }
      : {}),
  });
}

async function startedJobs(namespace: string): Promise<string[]> {
  const { stdout } = await kubectl('get', 'pods', '-n', namespace, '-o', 'json');
  const { items } = JSON.parse(stdout) as { items: any[] };
  return items
    .filter(({ status }) =>
      [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].some(hasRun),
    )
    .map(({ metadata }) => metadata.labels['batch.kubernetes.io/job-name']);
}

function hasRun({ state, lastState }: any): boolean {
  return [state, lastState].some(
    (one) => one?.running || (one?.terminated && !NOT_STARTED.includes(one.terminated.reason)),
  );
}
