import { Applier } from '../../../src/deploy/apply/applier';
import { conflictsIn } from '../../../src/deploy/apply/conflicts';
import { Client } from '../../../src/deploy/kube/client';
import { Discovery } from '../../../src/deploy/kube/discovery';
import type { Job } from '../../../src/deploy/kube/objects';
import { dryRunApply } from '../../../src/deploy/plan/dry-run';
import { ManualClock } from '../manual-clock';
import { manifest } from '../scene';
import { ScriptedServer } from '../scripted-server';
import { jobWith } from '../verdict/objects';

const LIVE = JSON.parse(JSON.stringify(jobWith())) as Job; // as a server sends it
const CONFLICT = {
  status: 409,
  json: {
    message: 'Apply failed',
    details: {
      causes: [
        {
          reason: 'FieldManagerConflict',
          message: 'conflict with "kubectl" using v1',
          field: '.spec.parallelism',
        },
      ],
    },
  },
};
const INVALID = {
  status: 422,
  json: {
    message: 'invalid',
    details: {
      causes: [
        { reason: 'FieldValueInvalid', message: 'field is immutable', field: 'spec.template' },
      ],
    },
  },
};

function server(): ScriptedServer {
  return new ScriptedServer()
    .on(/^GET \/apis\/batch\/v1$/, {
      json: { resources: [{ name: 'jobs', kind: 'Job', namespaced: true }] },
    })
    .on(/^GET .*\/jobs\/job$/, { json: LIVE })
    .on(/^PATCH .*\/jobs\/job-\w{10}\?/, { status: 201, json: { ...LIVE, as: 'new' } });
}

async function dryRun(script: ScriptedServer) {
  const clock = new ManualClock();
  const client = new Client(script, clock);
  return dryRunApply(new Applier(client, new Discovery(client, clock), 'ns'), manifest());
}

describe('dryRunApply', () => {
  test('returns a Job that would be created as new', async () => {
    expect(
      await dryRun(server().on(/^PATCH .*\/jobs\/job\?/, { status: 201, json: LIVE })),
    ).toEqual({
      kind: 'new',
      result: LIVE,
      warnings: [],
    });
  });

  test.each([
    [
      'created',
      server().on(/^PATCH .*\/jobs\/job\?/, {
        status: 201,
        json: LIVE,
        headers: { warning: '299 - "old"' },
      }),
    ],
    [
      'merged',
      server().on(/^PATCH .*\/jobs\/job\?/, { json: LIVE, headers: { warning: '299 - "old"' } }),
    ],
    [
      'replaced',
      server()
        .on(/^PATCH .*\/jobs\/job\?/, INVALID)
        .on(/^PATCH .*\/jobs\/job-\w{10}\?/, {
          status: 201,
          json: LIVE,
          headers: { warning: '299 - "old"' },
        }),
    ],
  ])('returns the warnings of the server for a Job that would be %s', async (_, script) => {
    expect((await dryRun(script)).warnings[0]).toBe('old');
  });

  test('returns a Job that would be merged as it was and as it would be', async () => {
    expect(
      await dryRun(server().on(/^PATCH .*\/jobs\/job\?/, { json: { ...LIVE, as: 'merged' } })),
    ).toMatchObject({ kind: 'merged', live: LIVE, result: { as: 'merged' } });
  });

  test('sends only reads and dry runs', async () => {
    const script = server().on(/^PATCH .*\/jobs\/job\?/, INVALID);
    await dryRun(script);
    expect(
      script.asked.filter((line) => !line.startsWith('GET') && !line.includes('dryRun=All')),
    ).toEqual([]);
  });

  test('returns the immutable fields and the Job that would replace the live one', async () => {
    expect(await dryRun(server().on(/^PATCH .*\/jobs\/job\?/, INVALID))).toMatchObject({
      kind: 'immutable',
      fields: ['spec.template'],
      live: LIVE,
      result: { as: 'new' },
    });
  });

  test('rejects, and deletes nothing, when the server would reject the Job under any name', async () => {
    const script = server()
      .on(/^PATCH .*\/jobs\/job\?/, INVALID)
      .on(/^PATCH .*\/jobs\/job-\w{10}\?/, { status: 422, json: { message: 'no such thing' } });
    await expect(dryRun(script)).rejects.toThrow('no such thing');
  });

  test('returns the immutable fields also when there is a conflict', async () => {
    expect(
      await dryRun(
        server()
          .on(/^PATCH .*\/jobs\/job\?(?!.*force)/, CONFLICT)
          .on(/^PATCH .*\/jobs\/job\?.*force=true/, INVALID),
      ),
    ).toMatchObject({ kind: 'immutable', fields: ['spec.template'] });
  });

  test('returns the owner of each field in conflict, and what a forced apply would change', async () => {
    const found = await dryRun(
      server()
        .on(/^PATCH .*\/jobs\/job\?(?!.*force)/, CONFLICT)
        .on(/^PATCH .*\/jobs\/job\?.*force=true/, { json: { ...LIVE, as: 'taken' } }),
    );
    expect(found).toMatchObject({ kind: 'merged', result: { as: 'taken' } });
    expect(found.kind === 'merged' && conflictsIn(found.conflict!)).toEqual([
      { manager: 'kubectl', field: 'spec.parallelism' },
    ]);
  });
});
