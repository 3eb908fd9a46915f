import { dirname } from 'node:path';
import type { LocatedFinding } from './check-report';
import { formatSource, InputProblem } from './problem';
import type { ReadObject } from './read-document';
import type { InputDocument } from './read-files';
import { isTemplate } from './template';
import { isJsonObject, Json, JsonObject, objectIn } from '../kubernetes/json';
import type { Finding, Severity } from '../kubernetes/rules/finding';
import { applySettings, RuleSettings } from '../kubernetes/rules/rule-settings';
import { IdentityIndex } from '../kubernetes/run-identity/identity-index';
import { truncate } from '../kubernetes/truncate';

/** Returns the findings in a Job or CronJob, or undefined for an object of another kind. */
type CheckObject = (manifest: JsonObject) => Finding[] | undefined;

/** Bounds the memory that the findings in a file without any correct line take. */
const MAX_FINDINGS = 100_000;
/** Messages can quote values, and fields can end in the key of a map. */
const MAX_TEXT_LENGTH = 1000;
/** Longer than any valid name, which has at most 253 characters. */
const MAX_NAME_LENGTH = 300;

/** Rules that are about a field whatever its value, so that a finding is located at the key. */
const RULES_ABOUT_KEYS = ['manifest/unknown-field', 'field/dropped'];
type ObjectIdentity = Pick<LocatedFinding, 'apiVersion' | 'kind' | 'namespace' | 'name'>;
const NO_OBJECT: ObjectIdentity = { apiVersion: null, kind: null, namespace: null, name: null };

/** Checks documents one by one and collects the findings. */
export class ManifestChecker {
  public readonly findings: LocatedFinding[] = [];
  /** Files in folders that contain templates. */
  public readonly templates = new Set<string>();
  public readonly counts = {
    checked: 0,
    withFindings: 0,
    findings: { rejected: 0, 'never-starts': 0, error: 0, dropped: 0, warning: 0, info: 0 },
    otherObjects: 0,
    notManifests: 0,
    unreadable: 0,
    omitted: 0,
  };

  private readonly identities = new IdentityIndex();

  /** @param settings severities of rules about several objects */
  public constructor(
    private readonly checkObject: CheckObject,
    private readonly settings: RuleSettings = new Map(),
  ) {}

  public checkDocument({ objects, problem, text, file, isFound }: InputDocument): void {
    if (problem !== undefined) {
      if (isFound && isTemplate(text)) {
        this.templates.add(file);
      } else if (isFound && !mentionsManifest(text)) {
        this.counts.notManifests++;
      } else {
        this.counts.unreadable++;
        this.add(findingOf(problem, 'rejected', NO_OBJECT, null));
      }
    }
    for (const object of objects) {
      if (isFound && !isManifest(object.value)) this.counts.notManifests++;
      else this.checkValue(object);
    }
  }

  private checkValue(object: ReadObject): void {
    const { value } = object;
    const shape = shapeFinding(value);
    if (shape !== undefined || !isJsonObject(value)) {
      this.counts.unreadable++;
      this.add(locatedFinding(shape!, object, null));
      return;
    }
    const own = this.checkObject(value);
    if (own === undefined) {
      this.counts.otherObjects++;
      return;
    }
    const findings = [...own, ...applySettings(this.sharedIdentity(value, object), this.settings)];
    this.counts.checked++;
    const warnings = object.warnings.flatMap((each) => {
      const setting = this.settings.get(each.rule) ?? 'warning';
      return setting === 'off' ? [] : [[each, setting] as const];
    });
    if (findings.length + warnings.length === 0) return;
    const number = ++this.counts.withFindings;
    const all = [
      ...findings.map((finding) => locatedFinding(finding, object, number)),
      ...warnings.map(([each, severity]) => findingOf(each, severity, identity(value), number)),
    ];
    for (const finding of all.sort((a, b) => a.line - b.line || a.column - b.column)) {
      this.counts.findings[finding.severity]++;
      this.add(finding);
    }
  }

  /**
   * Returns a finding if another Job has the same id. Jobs without a namespace in two folders may be
   * for two namespaces, such as those of `dev/` and `prod/`.
   */
  private sharedIdentity(value: JsonObject, object: ReadObject): Finding[] {
    const { source } = object.locate([]);
    const folder = `folder ${dirname(source.file)}`;
    return this.identities.add(value, folder, () => formatSource(source));
  }

  private add(finding: LocatedFinding): void {
    if (this.findings.length < MAX_FINDINGS) this.findings.push(finding);
    else this.counts.omitted++;
  }
}

/** Whether a document that cannot be read is meant to be a manifest. */
function mentionsManifest(text: string): boolean {
  return text.includes('apiVersion') && text.includes('kind');
}

/** Whether a value in a file of any purpose is a Kubernetes object, or is meant to be a Job. */
function isManifest(value: Json): boolean {
  if (!isJsonObject(value)) return false;
  const { apiVersion, kind } = value;
  return (typeof kind === 'string' && kind !== '') || String(apiVersion).startsWith('batch/');
}

/** Returns a finding if a value is not a Kubernetes object of any kind. */
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
    const found = Array.isArray(value) ? 'a list' : 'a single value';
    return shape(
      `this is ${found}; a manifest must be a mapping with apiVersion, kind and metadata`,
      'remove the file from the input; if it is a list of objects, write --- before each of them',
    );
  }
  if (typeof value.kind === 'string' && value.kind !== '') return undefined;
  const missing = typeof value.apiVersion === 'string' ? 'no kind' : 'no apiVersion and no kind';
  return shape(
    `${missing}: a manifest must be a mapping with apiVersion, kind and metadata`,
    'add them, or remove the file from the input if it does not contain manifests',
  );
}

function findingOf(
  { rule, message, fix, source, excerpt }: InputProblem,
  severity: Severity,
  object: ObjectIdentity,
  number: number | null,
): LocatedFinding {
  return {
    rule,
    severity,
    ...object,
    field: null,
    message,
    fix,
    ...source,
    excerpt,
    object: number,
  };
}

function locatedFinding(
  { rule, severity, field, path, message, fix }: Finding,
  { value, locate }: ReadObject,
  object: number | null,
): LocatedFinding {
  const { source, excerpt } = locate(path, RULES_ABOUT_KEYS.includes(rule) ? 'key' : 'value');
  return {
    rule,
    severity,
    ...identity(value),
    field: field === '' ? null : truncate(field, MAX_TEXT_LENGTH),
    message: truncate(message, MAX_TEXT_LENGTH),
    fix: truncate(fix, MAX_TEXT_LENGTH),
    ...source,
    excerpt,
    object,
  };
}

function identity(value: Json): ObjectIdentity {
  if (!isJsonObject(value)) return NO_OBJECT;
  const string = (field: Json | undefined) =>
    typeof field === 'string' ? truncate(field, MAX_NAME_LENGTH) : null;
  const { namespace, name } = objectIn(value.metadata);
  return {
    apiVersion: string(value.apiVersion),
    kind: string(value.kind),
    namespace: string(namespace),
    name: string(name),
  };
}
