import { Finding, level } from './finding';
import { isJsonObject, Json, JsonObject } from '../json';
import { quote } from '../truncate';

/** The forms of ko, envsubst, kustomize, templates, and examples that ask for a value. */
const PLACEHOLDER = /^ko:\/\/|\$[{(]|\$[A-Za-z_]|<[^<>\s][^<>]*>|\{\{|#\{/;
/** No checked value is longer. Bounds the search in a hostile value. */
const MAX_LENGTH = 1000;
/** Maps whose rules report the map and not the entry. */
const LABEL_MAPS = ['labels', 'annotations', 'matchLabels', 'nodeSelector'];
/** Rules that compare a value with others, whatever its format. */
const NOT_ABOUT_FORMAT = /-unique$|^mount\/sub-path-variable$/;

/**
 * Replaces the errors about values with a placeholder, whose format is known only when another tool
 * has filled it in, by one finding.
 */
export function summarizePlaceholders(
  manifest: JsonObject,
  findings: readonly Finding[],
): readonly Finding[] {
  const unchecked = findings.filter((finding) => isAboutPlaceholder(manifest, finding));
  if (unchecked.length === 0) return findings;
  const [{ field, path }] = unchecked;
  const others = new Set(unchecked.map((finding) => finding.field)).size - 1;
  const summary: Finding = {
    rule: 'manifest/placeholder',
    severity: 'info',
    field,
    path,
    message:
      `${quote(valueAt(manifest, path))} contains a placeholder, so its format is not checked` +
      (others > 0 ? `, nor that of ${others} more ${others > 1 ? 'fields' : 'field'}` : ''),
    fix: 'check the output of the tool that fills it in as well',
  };
  return [...findings.filter((finding) => !unchecked.includes(finding)), summary];
}

function isAboutPlaceholder(manifest: JsonObject, { rule, severity, path }: Finding): boolean {
  if (level(severity) !== 'error' || NOT_ABOUT_FORMAT.test(rule)) return false;
  const key = path.at(-1);
  if (rule === 'manifest/unknown-field') return hasPlaceholder(key);
  const value = valueAt(manifest, path);
  return isJsonObject(value) && LABEL_MAPS.includes(String(key))
    ? Object.entries(value).flat().some(hasPlaceholder)
    : hasPlaceholder(value);
}

function hasPlaceholder(value: unknown): boolean {
  return typeof value === 'string' && PLACEHOLDER.test(value.slice(0, MAX_LENGTH));
}

function valueAt(manifest: JsonObject, path: Finding['path']): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, step) => (value as Readonly<Record<string | number, Json>> | null | undefined)?.[step],
    manifest,
  );
}
