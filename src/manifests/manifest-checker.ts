import { dirname } from 'node:path';
import type { LocatedFinding } from './check-report';
import { formatSource } from './problem';
import type { ReadDocument, ReadObject } from './read-document';
import { isJsonObject, Json, JsonObject, objectIn } from '../kubernetes/json';
import type { Finding } from '../kubernetes/rules/finding';
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
const NO_OBJECT = { apiVersion: null, kind: null, namespace: null, name: null };

/** Checks documents one by one and collects the findings. */
export class ManifestChecker {
  public readonly findings: LocatedFinding[] = [];
  public readonly counts = {
    checked: 0,
    withFindings: 0,
    findings: { rejected: 0, 'never-starts': 0, error: 0, dropped: 0, warning: 0, info: 0 },
    otherObjects: 0,
    unreadable: 0,
    omitted: 0,
  };

  private readonly identities = new IdentityIndex();

  /** @param settings severities of rules about several objects */
  public constructor(
    private readonly checkObject: CheckObject,
    private readonly settings: RuleSettings = new Map(),
  ) {}

  public checkDocument({ objects, problems }: ReadDocument): void {
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
    for (const object of objects) this.checkValue(object);
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
    if (findings.length === 0) return;
    const number = ++this.counts.withFindings;
    const all = findings.map((finding) => locatedFinding(finding, object, number));
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

function identity(value: Json): Pick<LocatedFinding, 'apiVersion' | 'kind' | 'namespace' | 'name'> {
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
