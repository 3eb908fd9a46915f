import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isMap, isScalar, LineCounter, Node, parseDocument, YAMLMap } from 'yaml';
import { closestName } from '../kubernetes/closest-name';
import { RuleSetting, RuleSettings, ruleSettingProblem } from '../kubernetes/rules/rule-settings';
import { quote } from '../kubernetes/truncate';
import { InputError, Problem } from '../manifests/problem';
import { relativePath } from '../output/relative-path';

/** The configuration of the check, which applies to the folder that contains it and those below. */
export const CONFIG_FILE = '.cdk8s-jobs.yaml';

/** Reports a problem at an offset in the text of the file. */
type ReportProblem = (message: string, offset: number) => void;

/**
 * Returns the settings of rules in the closest configuration file, in `folder` or above it.
 * @throws InputError with every problem in the file
 */
export function configuredRules(folder: string): RuleSettings {
  const file = findUpward(resolve(folder));
  if (file === undefined) return new Map();
  const problems: Problem[] = [];
  const lines = new LineCounter();
  const name = relativePath(file, folder);
  const settings = settingsIn(readText(file, name), lines, (message, offset) => {
    const { line, col } = lines.linePos(offset);
    problems.push({ message, source: { file: name, line, column: col } });
  });
  if (problems.length > 0) throw new InputError(problems);
  return settings;
}

function findUpward(folder: string): string | undefined {
  const file = join(folder, CONFIG_FILE);
  if (existsSync(file)) return file;
  const parent = dirname(folder);
  return parent === folder ? undefined : findUpward(parent);
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError([{ message: `${name}: ${(error as Error).message}` }]);
  }
}

function settingsIn(text: string, lineCounter: LineCounter, report: ReportProblem): RuleSettings {
  const settings = new Map<string, RuleSetting>();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  for (const { message, pos } of document.errors) report(message, pos[0]);
  if (document.errors.length > 0 || document.contents === null) return settings;
  for (const [key, value, offset] of entriesOf(document.contents, 'the file', report)) {
    if (key !== 'rules') {
      const hint = closestName(key, ['rules']) === undefined ? 'the only key is' : 'did you mean';
      report(`unknown key ${quote(key)}; ${hint} rules`, offset);
      continue;
    }
    for (const [id, setting, at] of entriesOf(value, 'rules', report)) {
      const written = isScalar(setting) ? setting.value : undefined;
      const problem = ruleSettingProblem(id, written);
      if (problem !== undefined) report(problem, at);
      else settings.set(id, written as RuleSetting);
    }
  }
  return settings;
}

/** Returns the keys and values of a mapping, with the offset of each key. */
function entriesOf(
  node: Node | null,
  title: string,
  report: ReportProblem,
): [key: string, value: Node | null, offset: number][] {
  if (!isMap(node)) {
    report(`${title} must be a mapping`, node?.range?.[0] ?? 0);
    return [];
  }
  return (node as YAMLMap<Node, Node | null>).items.map(({ key, value }) => [
    isScalar(key) ? String(key.value) : String(key),
    value,
    key.range?.[0] ?? 0,
  ]);
}
