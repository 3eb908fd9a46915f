import { apiVersionFinding } from './api-version';
import { check, CheckOptions } from './check';
import type { Finding } from './finding';
import { ignoredRules } from './ignored-rules';
import { onePerCause } from './one-per-cause';
import { summarizePlaceholders } from './placeholders';
import { applySettings, RuleSettings } from './rule-settings';
import type { JsonObject } from '../json';

/** Options of `lint`. */
export interface LintOptions extends CheckOptions {
  /** Rules with another severity. @default - none */
  readonly settings?: RuleSettings;
}

/**
 * Checks a Job or a CronJob for its author, who may still change it. `check` says what the API
 * server does with it as it is; here each cause has one finding, placeholders are not errors, and
 * rules have the severity that the user has chosen, for all objects or in an annotation of one.
 *
 * Returns undefined for an object of another kind.
 */
export function lint(
  manifest: JsonObject,
  { settings = new Map(), ...options }: LintOptions = {},
): Finding[] | undefined {
  const wrongVersion = apiVersionFinding(manifest);
  const found = wrongVersion ? [wrongVersion] : check(manifest, options);
  if (found === undefined) return undefined;
  const ignored = ignoredRules(manifest);
  const findings = [...found, ...ignored.findings];
  if (findings.length === 0) return findings;
  return onePerCause(
    applySettings(
      summarizePlaceholders(manifest, findings),
      new Map([...settings, ...ignored.settings]),
    ),
  );
}
