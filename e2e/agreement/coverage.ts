import { schemaPaths } from './paths';
import type { Run } from './run';
import { RULES } from '../../src/kubernetes/rules';
import { FIELDS_BY_RULE } from '../../src/kubernetes/rules/values';

/** Paths that no manifest can have and be accepted, and why: they are touched in refused ones only. */
const NEVER_ACCEPTED: readonly { readonly paths: RegExp; readonly why: string }[] = [
  { paths: /\.ephemeralContainers\[\]/, why: 'a template has no ephemeral containers' },
  {
    paths: /^spec\.jobTemplate\.spec\.selector\b/,
    why: 'the Jobs of a CronJob get selectors of their own',
  },
  { paths: /^spec\.selector\b/, why: 'a selector that is not generated is almost always refused' },
  { paths: /\.template\.spec\.resources\.claims\b/, why: 'it is the containers that claim' },
  {
    paths: /\.readinessProbe\.terminationGracePeriodSeconds$/,
    why: 'a container that is not ready is not ended',
  },
  {
    paths: /volumeClaimTemplate\.metadata\.(?!labels|annotations)/,
    why: 'the template of a claim says labels and annotations only',
  },
];

export interface Uncovered {
  readonly path: string;
  readonly accepted: number;
  readonly refused: number;
}

/** The paths of the schema that were touched less often than asked for, in accepted or in refused manifests. */
export function uncovered(runs: readonly Run[], minor: number, least: number): Uncovered[] {
  const paths = new Set(
    [...schemaPaths('Job', minor), ...schemaPaths('CronJob', minor)].map(({ text }) => text),
  );
  return [...paths].flatMap((path) => {
    const sum = (what: 'accepted' | 'refused') =>
      runs.reduce((total, { touched }) => total + (touched.get(path)?.[what] ?? 0), 0);
    const [accepted, refused] = [sum('accepted'), sum('refused')];
    const enough =
      refused >= least &&
      (accepted >= least || NEVER_ACCEPTED.some((never) => never.paths.test(path)));
    return enough ? [] : [{ path, accepted, refused }];
  });
}

/** In how many cases each rule, and each field of a rule about single fields, decided: without it they would not have agreed with the server. */
export function decisive(runs: readonly Run[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { decided } of runs) {
    for (const [rule, count] of decided) counts.set(rule, (counts.get(rule) ?? 0) + count);
  }
  return counts;
}

/** What may decide in a minor: every rule that refuses, and of a rule about single fields each of them that the minor knows. */
export function deciders(minor: number): string[] {
  const known = new Set(
    [...schemaPaths('Job', minor), ...schemaPaths('CronJob', minor)].flatMap(({ steps }) =>
      steps.map(({ struct, field }) => `${struct}.${field.name}`),
    ),
  );
  return RULES.filter(
    ({ severity, since = 0, until = Infinity }) =>
      severity === 'rejected' && since <= minor && minor <= until,
  ).flatMap(({ id }) => {
    const fields = Object.entries(FIELDS_BY_RULE[id] ?? {}).flatMap(([struct, facts]) =>
      Object.keys(facts as object).map((field) => `${struct}.${field}`),
    );
    return [id, ...fields.filter((field) => known.has(field)).map((field) => `${id} ${field}`)];
  });
}
