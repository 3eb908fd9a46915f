import { InvalidArgumentError } from 'commander';
import { RuleSetting, RuleSettings, ruleSettingProblem } from '../kubernetes/rules/rule-settings';

/** Parses `RULE=SETTING` and adds it to what earlier occurrences of the option have set. */
export function parseRule(text: string, previous: RuleSettings = new Map()): RuleSettings {
  const [, id, setting] = /^([^=]*)=?(.*)$/s.exec(text)!;
  const problem = ruleSettingProblem(id, setting);
  if (problem !== undefined) throw new InvalidArgumentError(`${problem}.`);
  return new Map([...previous, [id, setting as RuleSetting]]);
}
