import { CheckContext } from './check-context';
import { Finding, level } from './finding';
import { RULES } from './index';
import { Node, walk } from './node';
import type { ReportViolation, Rule } from './rule';
import { FieldPath } from '../field-path';
import type { JsonObject } from '../json';
import { DEFAULT_MINOR } from '../minor';
import { MAX_GENERATE_NAME_LENGTH } from '../names';
import type { StructName } from '../schema/field';
import { applyDefaults } from '../server/apply-defaults';
import { decode, DecodeProblem } from '../server/decode';
import { pruneDisabledFields } from '../server/prune-disabled-fields';

/** Options of `check` and `checkUpdate`. */
export interface CheckOptions {
  /** Minor version of Kubernetes, such as 35 for 1.35. @default 35 */
  readonly minor?: number;
  /** Whether to report findings of severity `warning` and `info`. @default true */
  readonly warnings?: boolean;
}

/** Checks a Job or a CronJob. Returns undefined for an object of another kind. */
export function check(manifest: JsonObject, options: CheckOptions = {}): Finding[] | undefined {
  return findViolations(manifest, undefined, options);
}

/**
 * Checks an update of a Job or a CronJob. Returns undefined for objects of other kinds.
 * @param old the object as the API server stores it
 * @param manifest the complete new object, with the selector and labels that the server generated
 */
export function checkUpdate(
  old: JsonObject,
  manifest: JsonObject,
  options: CheckOptions = {},
): Finding[] | undefined {
  return findViolations(manifest, old, options);
}

function findViolations(
  manifest: JsonObject,
  old: JsonObject | undefined,
  { minor = DEFAULT_MINOR, warnings = true }: CheckOptions,
): Finding[] | undefined {
  const { apiVersion, kind } = manifest;
  if (apiVersion !== 'batch/v1' || (kind !== 'Job' && kind !== 'CronJob')) return undefined;
  const when = old ? 'update' : 'create';
  const { value, problems } = decode(kind, manifest, minor);
  const defaulted = applyDefaults(kind, old ? value : withGeneratedName(value), minor);
  const { pruned, dropped } = pruneDisabledFields(kind, defaulted, minor, when);
  const findings = [...problems.map(decodeFinding), ...dropped];
  const context = new CheckContext(
    kind,
    minor,
    value as CheckContext['written'],
    old && (applyDefaults(kind, decode(kind, old, minor).value, minor) as CheckContext['old']),
  );
  const rules = rulesByStruct(minor, when, warnings);
  // The current rule. Creating a function for each rule would cost more than most checks.
  let rule: Rule;
  const report: ReportViolation = (path, message = rule.message, fix = rule.fix) => {
    // A value that cannot be decoded, or is at another place, has been reported already.
    if (problems.some((problem) => overlaps(problem.path, path) || isMeantAt(problem, path))) {
      return;
    }
    if (rule.severity === 'rejected') context.markRejected(path);
    findings.push({
      rule: rule.id,
      severity: rule.severity,
      field: path.toString(),
      path: path.steps(),
      message,
      fix,
    });
  };
  walk(new Node<StructName>(kind, pruned, FieldPath.ROOT, context), (node) => {
    const ofStruct = rules.get(node.struct);
    if (!ofStruct) return;
    for (rule of ofStruct) rule.check(node.value, node, report);
  });
  return findings;
}

/** Adds five characters to `generateName`, as the API server does before it validates the name. */
function withGeneratedName<
  Value extends { readonly metadata?: { readonly name?: string; readonly generateName?: string } },
>(value: Value): Value {
  const { name = '', generateName = '' } = value.metadata ?? {};
  if (name !== '' || generateName === '') return value;
  const prefix = generateName.slice(0, MAX_GENERATE_NAME_LENGTH);
  return { ...value, metadata: { ...value.metadata, name: `${prefix}xxxxx` } };
}

type When = NonNullable<Rule['when']>;
const rulesCache = new Map<string, ReadonlyMap<StructName, readonly Rule[]>>();

/** Returns the rules of a minor version of Kubernetes, by the structs that they check. */
function rulesByStruct(
  minor: number,
  when: When,
  warnings: boolean,
): ReadonlyMap<StructName, readonly Rule[]> {
  const key = `${when} ${minor} ${warnings}`;
  let byStruct = rulesCache.get(key);
  if (!byStruct) {
    const applies = (rule: Rule) =>
      (rule.since ?? 0) <= minor &&
      minor <= (rule.until ?? Infinity) &&
      (rule.when ?? when) === when &&
      (warnings || level(rule.severity) === 'error');
    byStruct = groupByStruct(RULES.filter(applies));
    rulesCache.set(key, byStruct);
  }
  return byStruct;
}

function groupByStruct(rules: readonly Rule[]): Map<StructName, Rule[]> {
  const byStruct = new Map<StructName, Rule[]>();
  for (const rule of rules) {
    for (const struct of typeof rule.on === 'string' ? [rule.on] : rule.on) {
      byStruct.set(struct, [...(byStruct.get(struct) ?? []), rule]);
    }
  }
  return byStruct;
}

function decodeFinding({ kind, path, message, fix }: DecodeProblem): Finding {
  return {
    rule: `manifest/${kind}`,
    severity: 'rejected',
    field: path.toString(),
    path: path.steps(),
    message,
    fix,
  };
}

/** Returns whether an unknown field was meant to be at a path. */
function isMeantAt({ places = [] }: DecodeProblem, path: FieldPath): boolean {
  return places.length > 0 && places.map(inAnyItem).includes(inAnyItem(path.toString()));
}

function inAnyItem(path: string): string {
  return path.replace(/\[\d+\]/g, '[*]');
}

/** Returns whether two paths are equal, or one leads to a part of the other. */
function overlaps(one: FieldPath, other: FieldPath): boolean {
  const [a, b] = [one.steps(), other.steps()];
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((step, i) => step === b[i]);
}
