import { OBJECT_RULE_INFOS, READING_RULES } from './catalog';
import { Finding, level, Severity } from './finding';
import { closestName } from '../closest-name';
import { quote } from '../truncate';

/** What a user can make of a rule. */
export const RULE_SETTINGS = ['off', 'info', 'warning', 'error'] as const;
export type RuleSetting = (typeof RULE_SETTINGS)[number];

/** Settings by the ids of the rules. Other rules have the severity of their definition. */
export type RuleSettings = ReadonlyMap<string, RuleSetting>;

const RULE_IDS: ReadonlySet<string> = new Set(OBJECT_RULE_INFOS.map(({ id }) => id));
const READING_RULE_IDS: ReadonlySet<string> = new Set(READING_RULES.map(({ id }) => id));

/** Returns what is wrong with the id of a rule whose severity is to change, or undefined. */
export function ruleIdProblem(id: string): string | undefined {
  if (RULE_IDS.has(id)) return undefined;
  if (READING_RULE_IDS.has(id)) {
    return `${quote(id)} cannot change, since content that cannot be read cannot be checked`;
  }
  const meant =
    closestName(id, RULE_IDS) ?? [...RULE_IDS].find((known) => known.endsWith(`/${id}`));
  return `unknown rule ${quote(id)}` + (meant === undefined ? '' : `; did you mean ${meant}?`);
}

/** Returns what is wrong with a setting from a command line or a file, or undefined. */
export function ruleSettingProblem(id: string, setting: unknown): string | undefined {
  if (RULE_SETTINGS.includes(setting as RuleSetting)) return ruleIdProblem(id);
  return `${id}: must be one of ${RULE_SETTINGS.join(', ')}; got ${quote(setting)}`;
}

/** Returns the findings with the severities of the settings, without those of rules that are off. */
export function applySettings(
  findings: readonly Finding[],
  settings: RuleSettings,
): readonly Finding[] {
  if (settings.size === 0) return findings;
  return findings.flatMap((finding) => {
    const setting = settings.get(finding.rule);
    if (setting === 'off') return [];
    return [{ ...finding, severity: severityFor(finding.severity, setting) }];
  });
}

/** A severity of the same level says more than the setting: what the API server does. */
function severityFor(severity: Severity, setting: Exclude<RuleSetting, 'off'> | undefined) {
  return setting === undefined || level(severity) === setting ? severity : setting;
}
