import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { checkCommand } from '../../src/cli/check';
import { cleanupCommand } from '../../src/cli/cleanup';
import { deployCommand } from '../../src/cli/deploy';
import { explainCommand } from '../../src/cli/explain';
import { localCommand } from '../../src/cli/local';
import { planCommand } from '../../src/cli/plan';
import { triggerCommand } from '../../src/cli/trigger';
import { waitCommand } from '../../src/cli/wait';

const ROOT = join(__dirname, '..', '..');
const COMMANDS = [
  checkCommand,
  explainCommand,
  planCommand,
  deployCommand,
  waitCommand,
  triggerCommand,
  cleanupCommand,
  localCommand,
];
/** Pages that describe the command line, and pages that name options in passing. */
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .filter((file) => !/^(rules|cluster|architecture|releasing|edge-cases)\.md$/.test(file))
    .map((file) => `docs/${file}`),
];
/** Options of cdk8s, npm, kubectl, kube-state-metrics and the demo. */
const OF_OTHERS = [
  '--no-validate',
  '--validation-reports-output-file',
  '--save-dev',
  '--duration',
  '--metric-labels-allowlist',
  '--server-side',
  '--watch',
  '--follow',
  '--cluster',
];

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');
const optionsIn = (text: string) => [
  ...new Set([...text.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([option]) => option)),
];
const longOptions = (command: Command) => command.options.map(({ long }) => long!);
const known = new Set(COMMANDS.flatMap(longOptions));

describe('command-line options', () => {
  test.each(PAGES)('in %s exist', (page) => {
    const unknown = optionsIn(read(page)).filter(
      (option) => !known.has(option) && !OF_OTHERS.includes(option),
    );
    expect(unknown).toEqual([]);
  });

  test('are all in the documentation, by their long or short name', () => {
    const text = PAGES.map(read).join('\n');
    const missing = COMMANDS.flatMap(({ options }) => options).filter(
      ({ long, short }) =>
        !optionsIn(text).includes(long!) && !(short && new RegExp(`\\W${short}\\b`).test(text)),
    );
    expect(missing.map(({ long }) => long)).toEqual([]);
  });

  test.each(COMMANDS.map((command) => [command.name(), command] as const))(
    'of %s have the choices that the documentation lists',
    (_, command) => {
      const text = PAGES.map(read).join('\n').replaceAll('\\|', '|');
      for (const { long, argChoices } of command.options) {
        if (argChoices === undefined || long === '--output') continue;
        const mentions = [...text.matchAll(new RegExp(`${long} ([a-z]+(?:\\|[a-z]+)+)`, 'g'))];
        for (const [, choices] of mentions) {
          expect(choices.split('|')).toEqual(expect.arrayContaining(argChoices as string[]));
        }
      }
    },
  );
});
