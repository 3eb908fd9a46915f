import type { Finding } from './finding';
import { RULES } from './index';
import { Node, Subject, walk } from './node';
import type { Refuse, Rule } from './rule';
import { FieldPath } from '../field-path';
import type { JsonObject } from '../json';
import { DEFAULT_MINOR } from '../minor';
import type { StructName } from '../schema/field';
import { applyDefaults } from '../server/apply-defaults';
import { decode, DecodeProblem } from '../server/decode';
import { pruneDisabledFields } from '../server/prune-disabled-fields';

export interface CheckOptions {
  /** The minor of Kubernetes that will get the object: 35 for 1.35. @default 35 */
  readonly minor?: number;
}

/** Everything that is wrong with a Job or a CronJob, or undefined if the manifest is neither. */
export function check(manifest: JsonObject, options: CheckOptions = {}): Finding[] | undefined {
  return findings(manifest, undefined, options);
}

/**
 * Everything that is wrong with changing a Job or a CronJob, `old`, as the server has it, into another one; undefined if
 * they are neither. The new one says all that is to be there, the selector and labels that the server made included.
 */
export function checkUpdate(
  old: JsonObject,
  manifest: JsonObject,
  options: CheckOptions = {},
): Finding[] | undefined {
  return findings(manifest, old, options);
}

function findings(
  manifest: JsonObject,
  old: JsonObject | undefined,
  { minor = DEFAULT_MINOR }: CheckOptions,
): Finding[] | undefined {
  const { apiVersion, kind } = manifest;
  if (apiVersion !== 'batch/v1' || (kind !== 'Job' && kind !== 'CronJob')) return undefined;
  const { value, problems } = decode(kind, manifest, minor);
  const { kept, dropped } = pruneDisabledFields(
    kind,
    applyDefaults(kind, old ? value : withGeneratedName(value), minor),
    minor,
    old ? 'update' : 'create',
  );
  const found = [...problems.map(decodeFinding), ...dropped];
  const subject = new Subject(
    kind,
    minor,
    value as Subject['written'],
    old && (applyDefaults(kind, decode(kind, old, minor).value, minor) as Subject['old']),
  );
  const rules = rulesOf(minor, old ? 'update' : 'create');
  let rule: Rule; // the one that is asked: a function for each would cost more than most of them do
  const refuse: Refuse = (path, message = rule.message) => {
    if (problems.some((problem) => covers(problem, path))) return; // it has been said that there is nothing to read
    if (rule.severity === 'rejected') subject.refuse(path);
    found.push({
      rule: rule.id,
      severity: rule.severity,
      field: path.toString(),
      path: path.steps(),
      message,
      fix: rule.fix,
    });
  };
  walk(new Node<StructName>(kind, kept, FieldPath.ROOT, subject), (node) => {
    for (rule of rules.get(node.struct) ?? []) rule.check(node.value, node, refuse);
  });
  return found;
}

/** What the server adds to `generateName`: five characters, after 58 at most. It makes the name before it looks at it. */
function withGeneratedName<
  Value extends { readonly metadata?: { readonly name?: string; readonly generateName?: string } },
>(value: Value): Value {
  const { name = '', generateName = '' } = value.metadata ?? {};
  return name !== '' || generateName === ''
    ? value
    : { ...value, metadata: { ...value.metadata, name: `${generateName.slice(0, 58)}xxxxx` } };
}

type When = NonNullable<Rule['when']>;
const known = new Map<string, ReadonlyMap<StructName, readonly Rule[]>>();

/** The rules of each struct, as they are in a minor. */
function rulesOf(minor: number, when: When): ReadonlyMap<StructName, readonly Rule[]> {
  const key = `${when} ${minor}`;
  let byStruct = known.get(key);
  if (!byStruct) {
    const holds = (rule: Rule) =>
      (rule.since ?? 0) <= minor &&
      minor <= (rule.until ?? Infinity) &&
      (rule.when ?? when) === when;
    known.set(key, (byStruct = byStructs(RULES.filter(holds))));
  }
  return byStruct;
}

function byStructs(rules: readonly Rule[]): Map<StructName, Rule[]> {
  const byStruct = new Map<StructName, Rule[]>();
  for (const rule of rules) {
    for (const struct of typeof rule.on === 'string' ? [rule.on] : rule.on) {
      byStruct.set(struct, [...(byStruct.get(struct) ?? []), rule]);
    }
  }
  return byStruct;
}

const DECODE_FIX: Record<DecodeProblem['kind'], string> = {
  'unknown-field': 'correct the name, or leave the field out',
  'wrong-type': 'write a value of that type; in YAML, quotes make a string of anything',
  malformed: 'write it in that form',
};

function decodeFinding({ kind, path, message }: DecodeProblem): Finding {
  return {
    rule: `manifest/${kind}`,
    severity: 'rejected',
    field: path.toString(),
    path: path.steps(),
    message,
    fix: DECODE_FIX[kind],
  };
}

/** Whether a path is, or is in, or holds what could not be read. */
function covers(problem: DecodeProblem, path: FieldPath): boolean {
  const [a, b] = [problem.path.steps(), path.steps()];
  return (
    a.slice(0, b.length).every((step, i) => step === b[i]) ||
    b.slice(0, a.length).every((step, i) => step === a[i])
  );
}
