import type { Finding } from './finding';
import { ruleIdProblem, RuleSetting, RuleSettings } from './rule-settings';
import { JsonObject, objectIn } from '../json';
import { IGNORE_ANNOTATION } from '../metadata-keys';
import { quote } from '../truncate';

/** Rules that an object is an exception of. */
export interface IgnoredRules {
  readonly settings: RuleSettings;
  /** What is wrong with the annotation. */
  readonly findings: readonly Finding[];
}

const NONE: IgnoredRules = { settings: new Map(), findings: [] };
/** A semicolon or a line break, unless it is a part of a reason. */
const SEPARATOR = /[;\n][ \t]*(?=[a-z-]+\/[a-z-]+[ \t]*(?:[:;\n]|$))/;

/**
 * Returns the rules in the annotation `cdk8s-jobs/ignore` of an object, which has the form
 * `rule: reason; other/rule: reason`.
 */
export function ignoredRules(manifest: JsonObject): IgnoredRules {
  const text = objectIn(objectIn(manifest.metadata).annotations)[IGNORE_ANNOTATION];
  if (typeof text !== 'string') return NONE;
  const settings = new Map<string, RuleSetting>();
  const findings: Finding[] = [];
  for (const entry of text.trim().replace(/;$/, '').split(SEPARATOR)) {
    const [, id, reason] = /^([^:]*):?(.*)$/s.exec(entry)!.map((part) => part.trim());
    const unknown = ruleIdProblem(id);
    if (unknown !== undefined) findings.push(annotationFinding(unknown));
    else if (reason === '') findings.push(annotationFinding(`${quote(id)} has no reason`));
    if (unknown === undefined) settings.set(id, 'off');
  }
  return { settings, findings };
}

function annotationFinding(message: string): Finding {
  return {
    rule: 'annotations/ignore',
    severity: 'warning',
    field: `metadata.annotations[${IGNORE_ANNOTATION}]`,
    path: ['metadata', 'annotations', IGNORE_ANNOTATION],
    message,
    fix: 'write it as in "container/image-latest: the release sets the digest"',
  };
}
