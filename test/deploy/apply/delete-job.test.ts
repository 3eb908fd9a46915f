import { deleteJob } from '../../../src/deploy/apply/delete-job';
import type { DeployEvent, WarningEvent } from '../../../src/deploy/core/events';
import { Client } from '../../../src/deploy/kube/client';
import { ManualClock } from '../manual-clock';
import { ScriptedServer } from '../scripted-server';
import { jobWith } from '../verdict/objects';

const GONE = { status: 404, json: {} };
const JOB = jobWith();
const dying = (finalizers?: string[]) => ({
  json: { ...JOB, metadata: { ...JOB.metadata, deletionTimestamp: 't', finalizers } },
});

function removing(script: ScriptedServer) {
  const clock = new ManualClock();
  const messages: string[] = [];
  let over = false;
  const emit = (event: DeployEvent) => messages.push((event as WarningEvent).message);
  const done = deleteJob(
    { client: new Client(script, clock), clock, signal: new AbortController().signal, emit },
    JOB,
  ).finally(() => {
    over = true;
  });
  return { clock, messages, done, isOver: () => over };
}

describe('deleteJob', () => {
  test('deletes only this Job, and its Pods before it', async () => {
    let body: unknown;
    const script = new ScriptedServer()
      .on(/^DELETE/, ({ body: sent }) => {
        body = JSON.parse(sent!);
        return dying();
      })
      .on(/^GET/, GONE);
    await removing(script).done;
    expect(body).toEqual({
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: 'Foreground',
      preconditions: { uid: 'job-uid' },
    });
  });

  test('resolves when the Job is gone, not when its deletion begins', async () => {
    const script = new ScriptedServer().on(/^DELETE/, dying()).on(/^GET/, dying());
    const { clock, isOver, done } = removing(script);
    await clock.pass(10_000);
    expect(isOver()).toBe(false);
    script.on(/^GET/, GONE);
    await clock.pass(2_000);
    await done;
  });

  test.each([
    ['gone already', GONE],
    [
      'replaced by another of its name',
      { status: 409, json: { message: 'Precondition failed: UID' } },
    ],
  ])('resolves when the Job is %s', async (_, answer) => {
    await removing(
      new ScriptedServer().on(/^DELETE/, answer).on(/^GET/, { json: jobWith({ uid: 'other' }) }),
    ).done;
  });

  test('reports once what a long deletion waits for', async () => {
    const script = new ScriptedServer()
      .on(/^DELETE/, dying())
      .on(/^GET/, dying(['example.com/archive']));
    const { clock, messages, done } = removing(script);
    await clock.pass(120_000);
    expect(messages).toEqual(['still being deleted; waiting for example.com/archive']);
    script.on(/^GET/, GONE);
    await clock.pass(2_000);
    await done;
  });

  test('rejects when the Job may not be deleted', async () => {
    await expect(
      removing(
        new ScriptedServer().on(/^DELETE/, { status: 403, json: { message: 'cannot delete' } }),
      ).done,
    ).rejects.toThrow('cannot delete');
  });
});
