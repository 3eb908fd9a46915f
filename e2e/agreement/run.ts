import * as fc from 'fast-check';
import { disagreement, findingsOf } from './compare';
import { Case, EditArbitrary, ManifestArbitrary } from './manifests';
import { fieldAt } from './paths';
import type { Answer, Server } from './server';
import type { Finding } from '../../src/kubernetes/rules/finding';
import { FIELDS_BY_RULE } from '../../src/kubernetes/rules/values';

function noAnswers(): Run['answers'] {
  return { accepted: 0, invalid: 0, unreadable: 0, crashed: 0, other: 0 };
}

export interface Disagreement {
  readonly manifest: object;
  readonly difference: string;
}

export interface Run {
  readonly seed: number;
  cases: number;
  readonly answers: Record<Answer['verdict'], number>;
  /** How often each path of the schema was touched in manifests that were accepted, and in those that were not. */
  readonly touched: Map<string, { accepted: number; refused: number }>;
  /** Rules that decided, and the fields about which: without them the verdict or the fields would have been others. */
  readonly decided: Map<string, number>;
  readonly disagreements: Disagreement[];
}

const IN_FLIGHT = 24;

/** Asks the server about generated manifests, and the rules about the same. */
export async function compareCreates(
  server: Server,
  minor: number,
  seed: number,
  cases: number,
  stopAfter = 20,
): Promise<Run> {
  const arbitrary = new ManifestArbitrary(minor);
  const generated = fc.sample(arbitrary, { seed, numRuns: cases });
  const run: Run = {
    seed,
    cases,
    answers: noAnswers(),
    touched: new Map(),
    decided: new Map(),
    disagreements: [],
  };
  let next = 0;
  const worker = async () => {
    while (next < generated.length && run.disagreements.length < stopAfter) {
      const one = generated[next++];
      const answer = await server.create(one.manifest);
      run.answers[answer.verdict]++;
      count(run.touched, one, answer);
      const question = { manifest: one.manifest, minor };
      const findings = findingsOf(question);
      const difference = disagreement(question, findings, answer);
      decide(run.decided, one.manifest.kind, findings);
      if (difference !== undefined) {
        run.disagreements.push(await shrunk(arbitrary, one, difference, server, minor));
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return run;
}

function count(touched: Run['touched'], { touched: paths }: Case, { verdict }: Answer): void {
  for (const path of new Set(paths)) {
    const counts = touched.get(path) ?? { accepted: 0, refused: 0 };
    touched.set(path, counts);
    counts[verdict === 'accepted' ? 'accepted' : 'refused']++;
  }
}

/** A rule decides if no other one names one of the fields that it names. A rule about single fields decides about each by itself. */
function decide(decided: Run['decided'], kind: unknown, findings: readonly Finding[]): void {
  const rejected = findings.filter(({ severity }) => severity === 'rejected');
  const decisive = rejected.filter(
    ({ rule, field }) => !rejected.some((other) => other.field === field && other.rule !== rule),
  );
  const facts = decisive.flatMap(({ rule, path }) =>
    rule in FIELDS_BY_RULE ? [rule, `${rule} ${fieldAt(kind as 'Job' | 'CronJob', path)}`] : [rule],
  );
  for (const fact of new Set(facts)) decided.set(fact, (decided.get(fact) ?? 0) + 1);
}

/** The smallest manifest about which they still differ in the same way: accept or refuse. */
async function shrunk(
  arbitrary: ManifestArbitrary,
  start: Case,
  difference: string,
  server: Server,
  minor: number,
): Promise<Disagreement> {
  let smallest = start;
  let said = difference;
  const kindOf = (text: string) =>
    text
      .split('\n')
      .slice(0, 2)
      .join()
      .replace(/\[\d+\]/g, '[]')
      .replace(/(expected|kept|says:|cannot read it:) .*/g, '');
  for (let rounds = 0, found = true; found && rounds < 60; rounds++) {
    found = false;
    for (const { value } of arbitrary.shrink(smallest)) {
      const question = { manifest: value.manifest, minor };
      const still = disagreement(
        question,
        findingsOf(question),
        await server.create(value.manifest),
      );
      if (still !== undefined && kindOf(still) === kindOf(difference)) {
        [smallest, said, found] = [value, still, true];
        break;
      }
    }
  }
  return { manifest: smallest.manifest, difference: said };
}

const EDITS_OF_EACH = 10;

/** Creates objects, and asks about changes of them. They never run: the API server has no controllers. */
export async function compareUpdates(
  server: Server,
  minor: number,
  seed: number,
  cases: number,
  stopAfter = 20,
): Promise<Run> {
  const arbitrary = new ManifestArbitrary(minor);
  const run: Run = {
    seed,
    cases: 0,
    answers: noAnswers(),
    touched: new Map(),
    decided: new Map(),
    disagreements: [],
  };
  for (const [i, { manifest }] of fc.sample(arbitrary, { seed, numRuns: cases }).entries()) {
    if (run.cases >= cases || run.disagreements.length >= stopAfter) break;
    const live = await made(server, manifest, i);
    if (!live) continue;
    const edits = fc.sample(new EditArbitrary(live, arbitrary), {
      seed: seed + i,
      numRuns: EDITS_OF_EACH,
    });
    await Promise.all(
      edits.map(async (edit) => {
        const answer = await server.replace(edit.manifest);
        run.cases++;
        run.answers[answer.verdict]++;
        count(run.touched, edit, answer);
        const question = { manifest: edit.manifest, minor, old: live };
        const findings = findingsOf(question);
        const difference = disagreement(question, findings, answer);
        decide(run.decided, edit.manifest.kind, findings);
        if (difference !== undefined) {
          run.disagreements.push({
            manifest: { touched: edit.touched, live, edited: edit.manifest },
            difference,
          });
        }
      }),
    );
    await server.send('DELETE', pathOf(live), { propagationPolicy: 'Background' });
  }
  return run;
}

/** An object as the server has it, in one of the states that decide what may change; undefined where it refuses it. */
export async function made(server: Server, manifest: any, i: number): Promise<any> {
  const object = JSON.parse(JSON.stringify(manifest));
  const suspended = object.kind === 'Job' && i % 3 > 0;
  if (
    typeof object.metadata !== 'object' ||
    object.metadata === null ||
    typeof object.spec !== 'object' ||
    object.spec === null
  ) {
    return undefined;
  }
  object.metadata.name = `o${i}`;
  for (const field of ['generateName', 'finalizers', 'ownerReferences', 'resourceVersion']) {
    delete object.metadata[field];
  }
  if (suspended) object.spec.suspend = true;
  const answer = await server
    .send('POST', `${pathOf({ ...object, metadata: {} })}?fieldValidation=Strict`, object)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'UND_ERR_SOCKET') throw error; // or the server has fallen over it
      return undefined;
    });
  if (!answer || answer.status >= 300) return undefined;
  const { body } = answer;
  // Suspended before it began, and after it had run.
  const states: object[] = [
    {},
    { startTime: '2026-01-31T08:00:00Z' },
    { conditions: [{ type: 'Suspended', status: 'True' }] },
    { conditions: [{ type: 'Suspended', status: 'True' }], active: 1 },
  ];
  const state = states[Math.floor(i / 4) % states.length];
  const live = suspended
    ? (await server.send('PATCH', `${pathOf(body)}/status`, { status: state })).body
    : body;
  if (!live.metadata) return undefined;
  delete live.metadata.managedFields;
  delete live.metadata.resourceVersion;
  return live;
}

export function pathOf({ kind, metadata: { name } }: any): string {
  return `/apis/batch/v1/namespaces/default/${kind === 'CronJob' ? 'cronjobs' : 'jobs'}${name ? `/${name}` : ''}`;
}
