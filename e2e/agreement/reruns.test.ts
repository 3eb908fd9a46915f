import { randomInt } from 'node:crypto';
import * as fc from 'fast-check';
import { asStored, differences } from './compare';
import { EditArbitrary, ManifestArbitrary } from './manifests';
import { made, pathOf } from './run';
import { serverUnderTest } from './server-under-test';
import { JsonObject, objectIn } from '../../src/kubernetes/json';
import { minorOf } from '../../src/kubernetes/minor';
import { check } from '../../src/kubernetes/rules/check';
import { runIdentityText } from '../../src/kubernetes/run-identity/spec-hash';

const VERSION = '1.35';
const MINOR = minorOf(VERSION);
const CREATES = 800;
const CHANGES = 800;
const OF_EACH = 16;
const FIXED = 1;
/** Found out about every time; only the fixed one is asked whether it compared enough. */
const FRESH = randomInt(2 ** 31);

const server = serverUnderTest(VERSION);
const runOf = (manifest: JsonObject) =>
  JSON.parse(runIdentityText(objectIn(manifest.spec), [])) as JsonObject;
/** What makes the runs of two manifests differ, as lines. */
const differencesOf = (a: JsonObject, b: JsonObject) => differences(runOf(a), runOf(b), '');
const isDropped = (manifest: JsonObject) =>
  check(manifest, { minor: MINOR })!.some(({ severity }) => severity === 'dropped');

test.each([FIXED, FRESH])(
  'defaults that the API server fills in start no new run, seed %d',
  async (seed) => {
    let compared = 0;
    for (const { manifest } of fc.sample(new ManifestArbitrary(MINOR), {
      seed,
      numRuns: CREATES,
    })) {
      if (manifest.kind !== 'Job' || isDropped(manifest)) continue;
      const answer = await server().create(manifest);
      if (answer.verdict !== 'accepted') continue;
      compared++;
      const found = differencesOf(asStored(manifest), asStored(answer.object));
      expect(found).toEqual([]);
    }
    if (seed === FIXED) expect(compared).toBeGreaterThan(CREATES / 8);
  },
);

test.each([FIXED, FRESH])(
  'a change starts a new run exactly where the API server reports an immutable field, seed %d',
  async (seed) => {
    const arbitrary = new ManifestArbitrary(MINOR);
    const seen = { same: 0, other: 0 };
    for (const [i, { manifest }] of fc.sample(arbitrary, { seed, numRuns: CHANGES }).entries()) {
      if (seen.same + seen.other >= CHANGES) break;
      if (manifest.kind !== 'Job') continue;
      const live = await made(server(), manifest, i * 3); // those that run: what is suspended may change in more ways
      if (!live) continue;
      if (!live.spec.suspend) {
        const edits = fc
          .sample(new EditArbitrary(live, arbitrary), { seed: seed + i, numRuns: OF_EACH })
          .map(({ manifest: edited }) => edited);
        const answers = await Promise.all(edits.map((edited) => server().replace(edited)));
        for (const [j, answer] of answers.entries()) {
          const edited = edits[j];
          const found = differencesOf(live, edited);
          if (answer.verdict === 'accepted') {
            seen.same++;
            if (!isElastic(live, edited) && !isDropped(edited)) expect(found).toEqual([]);
          } else if (
            answer.verdict === 'invalid' &&
            answer.fields.every((field) => field.startsWith('spec')) &&
            /field is immutable/.test(answer.message)
          ) {
            seen.other++;
            if (found.length === 0) {
              expect(differences(live, edited, '')).toEqual(
                'no difference that the server calls immutable',
              );
            }
          }
        }
      }
      await server().send('DELETE', pathOf(live), { propagationPolicy: 'Background' });
    }
    // Most fields are of the template, which is immutable.
    if (seed === FIXED) {
      expect(seen.same).toBeGreaterThan(8);
      expect(seen.other).toBeGreaterThan(80);
    }
  },
);

/** An Indexed Job may grow and shrink, if parallelism goes along; other numbers of indexes are other work all the same. */
function isElastic(live: any, edited: any): boolean {
  return (
    live.spec.completionMode === 'Indexed' && live.spec.completions !== edited.spec.completions
  );
}
