import type { Excerpt, Problem } from './problem';
import { ReadDocument, ReadObject } from './read-document';
import { documentsOf } from './read-files';
import { isJsonObject, Json, JsonObject, objectIn } from '../kubernetes/json';
import { DEFAULT_MINOR } from '../kubernetes/minor';
import { apiVersionFinding } from '../kubernetes/rules/api-version';
import { check } from '../kubernetes/rules/check';
import type { Finding, Severity } from '../kubernetes/rules/finding';
import { truncate } from '../kubernetes/truncate';

export interface CheckPathsOptions {
  /** The minor of Kubernetes that will get the objects: 35 for 1.35. @default 35 */
  readonly minor?: number;
  /** The rules. @default those of this library */
  readonly check?: typeof check;
}

/** What is wrong with a Job or a CronJob; undefined for any other object. */
type Rules = (manifest: JsonObject) => Finding[] | undefined;

/** A finding with the object that it is about and its place in the input. What has no object, or no such field, has null. */
export interface PlacedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly apiVersion: string | null;
  readonly kind: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  readonly field: string | null;
  readonly message: string;
  readonly fix: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line, or what is near of it. Not part of what other programs get. */
  readonly excerpt?: Excerpt;
  /** Tells objects apart, from 1 in the order of the input; null for what is not about an object. */
  readonly object: number | null;
}

export interface CheckCounts {
  /** Jobs and CronJobs that were checked, and how many of them something was found in. */
  readonly checked: number;
  readonly withFindings: number;
  /** What was found in them, by severity. */
  readonly findings: Readonly<Record<Severity, number>>;
  /** Objects of other kinds. */
  readonly others: number;
  /** Documents that could not be read, and what in them is no object of Kubernetes. */
  readonly unreadable: number;
  /** Findings that there was no room for; the counts have them. */
  readonly omitted: number;
}

export interface CheckReport {
  readonly minor: number;
  readonly findings: readonly PlacedFinding[];
  /** Paths that could not be read. */
  readonly problems: readonly Problem[];
  readonly counts: CheckCounts;
}

/** Nobody reads more, and a file of nothing but mistakes must not fill the memory. */
const MOST_FINDINGS = 100_000;
/** A message may quote a value, a field may end in the key of a map; names longer than 253 are none. */
const MOST_WORDS = 1000;
const LONGEST_NAME = 300;

/**
 * Checks every Job and CronJob in files, folders and standard input (`-`), without a cluster. Never throws for what the
 * input holds: what cannot be read is a finding, and a path that is not there a problem.
 */
export async function checkPaths(
  paths: readonly string[],
  options: CheckPathsOptions = {},
): Promise<CheckReport> {
  const { minor = DEFAULT_MINOR, check: rules = check } = options;
  const problems: Problem[] = [];
  const checks = new Checks((manifest) => rules(manifest, { minor }));
  for await (const document of documentsOf(paths, (problem) => problems.push(problem))) {
    checks.see(document);
  }
  const { findings, counts } = checks;
  if (problems.length === 0 && findings.length === 0 && counts.checked + counts.others === 0) {
    problems.push({
      message: `${paths.join(', ')}: no manifest in it, so there is nothing to check`,
    });
  }
  return { minor, findings, problems, counts };
}

/** Whether the check is not passed: what can be applied and runs has only warnings, which count if they are asked to. */
export function exceedsThreshold(
  { problems, counts }: CheckReport,
  failOn: 'error' | 'warning',
): boolean {
  const { findings } = counts;
  const grave = findings.rejected + findings['never-starts'] + counts.unreadable + problems.length;
  return grave > 0 || (failOn === 'warning' && findings.dropped + findings.warning > 0);
}

/** What is not even an object of some kind. */
function shapeFinding(value: Json): Finding | undefined {
  const shape = (message: string, fix: string): Finding => ({
    rule: 'manifest/mapping',
    severity: 'rejected',
    field: '',
    path: [],
    message,
    fix,
  });
  if (!isJsonObject(value)) {
    return shape(
      `this is ${Array.isArray(value) ? 'a list' : 'a single value'}, and a manifest is a mapping with apiVersion, kind and metadata`,
      'leave the file out, or if it is a list, put --- before each of its objects',
    );
  }
  if (typeof value.kind === 'string' && value.kind !== '') return undefined;
  const missing = typeof value.apiVersion === 'string' ? 'no kind' : 'no apiVersion and no kind';
  return shape(
    `${missing}: a manifest is a mapping with apiVersion, kind and metadata`,
    'add them, or leave the file out if it holds no manifests',
  );
}

/** Where there should be no such field at all, whatever it holds. */
const OF_KEYS = ['manifest/unknown-field', 'field/dropped'];
const NO_OBJECT = { apiVersion: null, kind: null, namespace: null, name: null };

function placed(
  { rule, severity, field, path, message, fix }: Finding,
  { value, place }: ReadObject,
  object: number | null,
): PlacedFinding {
  const { source, excerpt } = place(path, OF_KEYS.includes(rule) ? 'key' : 'value');
  const [words, advice, where] = [message, fix, field].map((text) => truncate(text, MOST_WORDS));
  return {
    rule,
    severity,
    ...identity(value),
    field: where === '' ? null : where,
    message: words,
    fix: advice,
    ...source,
    excerpt,
    object,
  };
}

function identity(value: Json): Pick<PlacedFinding, 'apiVersion' | 'kind' | 'namespace' | 'name'> {
  if (!isJsonObject(value)) return NO_OBJECT;
  const text = (field: Json | undefined) =>
    typeof field === 'string' ? truncate(field, LONGEST_NAME) : null;
  const { namespace, name } = objectIn(value.metadata);
  return {
    apiVersion: text(value.apiVersion),
    kind: text(value.kind),
    namespace: text(namespace),
    name: text(name),
  };
}

/** What is found in documents, as they are read. */
export class Checks {
  public readonly findings: PlacedFinding[] = [];
  public readonly counts = {
    checked: 0,
    withFindings: 0,
    findings: { rejected: 0, 'never-starts': 0, dropped: 0, warning: 0 },
    others: 0,
    unreadable: 0,
    omitted: 0,
  };

  public constructor(private readonly rules: Rules) {}

  public see({ objects, problems }: ReadDocument): void {
    if (problems.length > 0) this.counts.unreadable++;
    for (const { rule, message, fix, source, excerpt } of problems) {
      this.add({
        ...NO_OBJECT,
        rule,
        severity: 'rejected',
        field: null,
        message,
        fix,
        ...source,
        excerpt,
        object: null,
      });
    }
    for (const object of objects) this.seeObject(object);
  }

  private seeObject(object: ReadObject): void {
    const { value } = object;
    const shape = shapeFinding(value);
    if (shape !== undefined || !isJsonObject(value)) {
      this.counts.unreadable++;
      this.add(placed(shape!, object, null));
      return;
    }
    const wrong = apiVersionFinding(value);
    const findings = wrong === undefined ? this.rules(value) : [wrong];
    if (findings === undefined) {
      this.counts.others++;
      return;
    }
    this.counts.checked++;
    if (findings.length === 0) return;
    const number = ++this.counts.withFindings;
    const all = findings.map((finding) => placed(finding, object, number));
    for (const finding of all.sort((a, b) => a.line - b.line || a.column - b.column)) {
      this.counts.findings[finding.severity]++;
      this.add(finding);
    }
  }

  private add(finding: PlacedFinding): void {
    if (this.findings.length < MOST_FINDINGS) this.findings.push(finding);
    else this.counts.omitted++;
  }
}
