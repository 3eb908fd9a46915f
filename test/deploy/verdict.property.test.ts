import * as fc from 'fast-check';
import { settled } from './manual-clock';
import { Scene } from './scene';
import { list, watchEvent } from './scripted-server';
import { condition, jobWith, podWith } from './verdict/objects';
import type { JobReport } from '../../src/deploy';
import type { Condition, Job, Pod } from '../../src/deploy/kube/objects';

/** A change of the Job, of its Pods, or of another Job that took its name. */
type Change =
  { readonly type: string; readonly job: Job } | { readonly type: string; readonly pod: Pod };

const chosen = <T>(...values: T[]) => fc.constantFrom(...values);
/** What decides nothing, however often and in whatever order it comes. */
const interim = fc
  .array(
    fc.tuple(
      chosen('Suspended', 'SuccessCriteriaMet', 'FailureTarget', 'SomethingNew'),
      chosen('True', 'False', 'Unknown'),
    ),
    { maxLength: 3 },
  )
  .chain((conditions) =>
    fc.tuple(
      fc.constant(conditions),
      fc.array(fc.tuple(chosen('Complete', 'Failed'), chosen('False', 'Unknown')), {
        maxLength: 1,
      }),
    ),
  )
  .map(([one, other]) => [...one, ...other].map(([type, status]) => condition(type, status)));
const counters = fc.record({ active: fc.nat(3), succeeded: fc.nat(3), failed: fc.nat(9) });
const undecided = fc.tuple(interim, counters).map(([conditions, status]): Change => ({
  type: 'MODIFIED',
  job: jobWith({ status: { ...status, conditions } }),
}));
const pods = fc
  .tuple(
    chosen('Pending', 'Running', 'Succeeded', 'Failed'),
    chosen('a', 'b', 'c'),
    chosen('MODIFIED', 'MODIFIED', 'DELETED'),
  )
  .map(([phase, name, type]): Change => ({ type, pod: podWith({ phase, name }) }));
const others = chosen('Complete', 'Failed').map((type): Change => ({
  type: 'ADDED',
  job: jobWith({ uid: 'other', conditions: [condition(type, 'True')] }),
}));
const ending = fc
  .tuple(interim, chosen('Complete', 'Failed'), chosen('One', 'Another'))
  .map(([conditions, type, reason]): Condition[] => [
    ...conditions.filter((one) => one.type !== type),
    condition(type, 'True', { reason }),
  ]);

/** A Job that does whatever it likes, ends or does not, and is deleted or is not, while others of its name come and end. */
const changes = fc.array(fc.oneof(undecided, pods, others), { maxLength: 6 });
const stories = fc
  .tuple(changes, fc.option(ending), fc.boolean(), changes)
  .map(([before, end, deleted, after]): Change[] => {
    const last = end === null ? jobWith() : jobWith({ conditions: end });
    return [
      ...before,
      ...(end === null ? [] : [{ type: 'MODIFIED', job: last }]),
      ...(deleted ? [{ type: 'DELETED', job: last }] : []),
      ...after.filter((change) => 'pod' in change || change.type === 'ADDED'), // what has ended or is gone changes no more
    ];
  });

/** The objects on the server after each change. */
function listed<T extends Job | Pod>(
  news: readonly { readonly type: string; readonly object: T }[],
  first: readonly T[],
): T[] {
  const left = new Map(first.map((object) => [object.metadata.uid, object]));
  for (const { type, object } of news) {
    if (type === 'DELETED') left.delete(object.metadata.uid);
    else left.set(object.metadata.uid, object);
  }
  return [...left.values()];
}
const jobsIn = (story: readonly Change[]) =>
  story.flatMap((change) => ('job' in change ? [{ type: change.type, object: change.job }] : []));
const podsIn = (story: readonly Change[]) =>
  story.flatMap((change) => ('pod' in change ? [{ type: change.type, object: change.pod }] : []));

/** How a deploy judges that sees the first changes one by one, and the rest only in a list. */
async function judged(story: readonly Change[], seen: number): Promise<JobReport> {
  const scene = new Scene();
  const report = scene.start();
  await settled();
  for (const change of story.slice(0, seen)) {
    if ('job' in change) scene.jobs.send(watchEvent(change.type, change.job));
    else scene.pods.send(watchEvent(change.type, change.pod));
  }
  await settled();
  if (seen < story.length) {
    scene.server
      .on(/^GET .*\/jobs$/, list('50', ...listed(jobsIn(story), [jobWith()])))
      .on(/^GET .*\/pods\?labelSelector=job-name$/, list('50', ...listed(podsIn(story), [])));
    for (const stream of [scene.jobs, scene.pods]) stream.send(watchEvent('ERROR', { code: 410 }));
    await settled();
  }
  scene.stop.abort();
  return (await report).jobs[0];
}

describe('verdict over any history of a Job', () => {
  test('is the same when changes were missed, or that the Job is gone', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.nat(10), async (story, some) => {
        const seen = Math.min(some, story.length);
        const [whole, part] = [await judged(story, story.length), await judged(story, seen)];
        const there = listed(jobsIn(story), [jobWith()]).some(
          ({ metadata: { uid } }) => uid === 'job-uid',
        );
        const verdict = ({ outcome, reason }: JobReport) => ({ outcome, reason });
        if (there || !['gone', 'replaced'].includes(part.outcome)) {
          expect(verdict(part)).toEqual(verdict(whole));
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  test('is success only when the Job itself was Complete', async () => {
    let successes = 0;
    await fc.assert(
      fc.asyncProperty(stories, fc.nat(10), async (story, some) => {
        const { outcome } = await judged(story, Math.min(some, story.length));
        const complete = jobsIn(story).some(
          ({ object: { metadata, status } }) =>
            metadata.uid === 'job-uid' &&
            status?.conditions?.some(
              ({ type, status: is }) => type === 'Complete' && is === 'True',
            ),
        );
        if (outcome !== 'succeeded') return;
        successes++;
        expect(complete).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(successes).toBeGreaterThan(30);
  }, 60_000);
});
