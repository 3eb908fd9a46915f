import { Finding, level } from './finding';

/** Rules that repeat what another rule reports at the same place, which says more. */
const REPEATS: Readonly<Record<string, string>> = {
  'job/name-length': 'metadata/name-format',
  'env/hidden': 'apply/unique-entries',
  'port/twice': 'apply/unique-entries',
  'pod/pull-secrets': 'apply/unique-entries',
  'pod/host-alias-twice': 'apply/unique-entries',
};
/** Rules about the name of the object, which report the same name at different places. */
const NAME_RULE = /^(metadata\/(name-format|dotted-name)|(cron-)?job\/(indexed-)?name-length)$/;
const NAME = 'the name';

/**
 * Returns the findings with one for each cause. The API server itself reports a bad name at every
 * place that it is copied to, and warns of fields that have errors.
 */
export function onePerCause(findings: readonly Finding[]): Finding[] {
  const placed = findings.map(atName);
  const errors = new Set(placed.filter(isError).flatMap(placesOf));
  const items = new Set(placed.map(({ rule, path }) => `${rule} ${itemOf(path)}`));
  const seen = new Set<string>();
  return placed.filter((finding) => {
    const { rule, path, message } = finding;
    const [place] = placesOf(finding);
    if (!isError(finding) && errors.has(place)) return false;
    if (rule in REPEATS && items.has(`${REPEATS[rule]} ${itemOf(path)}`)) return false;
    const cause = place === NAME ? NAME : [rule, place, message].join('\n');
    if (seen.has(cause)) return false;
    seen.add(cause);
    return true;
  });
}

/** The API server reports a name that is too long at the labels that it writes the name to. */
function atName(finding: Finding): Finding {
  if (finding.rule !== 'job/name-length') return finding;
  return { ...finding, field: 'metadata.name', path: ['metadata', 'name'] };
}

function isError({ severity }: Finding): boolean {
  return level(severity) === 'error';
}

/** Returns the place of a finding first, then the item of a list that has it as a field. */
function placesOf({ rule, path }: Finding): string[] {
  if (NAME_RULE.test(rule)) return [NAME];
  return typeof path.at(-2) === 'number' ? [keyOf(path), keyOf(path.slice(0, -1))] : [keyOf(path)];
}

/** Returns the item of a list that a path leads to, or to a field of it. */
function itemOf(path: Finding['path']): string {
  return keyOf(typeof path.at(-1) === 'number' ? path : path.slice(0, -1));
}

function keyOf(path: Finding['path']): string {
  return path.join('\n');
}
