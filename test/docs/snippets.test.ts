import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** The TypeScript snippets of the documentation, by the name of the file that each becomes. */
const snippets = new Map(
  PAGES.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(
      // `.mts`, since some snippets await at the top level.
      ([, source], i) => [join(ROOT, `${page}.${i + 1}.mts`), source] as const,
    ),
  ),
);

/** The errors that the compiler reports, with the snippet and the line. */
function compileErrors(): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), (file) =>
    readFileSync(file, 'utf8'),
  ) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, noUnusedLocals: false, noEmit: true },
    ROOT,
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => snippets.has(file) || fileExists(file);
  host.readFile = (file) => snippets.get(file) ?? readFile(file);
  host.getSourceFile = (file, target) => {
    const text = host.readFile(file);
    return text === undefined ? undefined : ts.createSourceFile(file, text, target);
  };
  const program = ts.createProgram([...snippets.keys()], options, host);
  return [...snippets.keys()]
    .map((file) => program.getSourceFile(file)!)
    .flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ])
    .map(({ file, start = 0, messageText }) => {
      const { line } = file!.getLineAndCharacterOfPosition(start);
      const message = ts.flattenDiagnosticMessageText(messageText, '\n');
      return `${file!.fileName.slice(ROOT.length + 1)}:${line + 1}: ${message}`;
    });
}

describe('TypeScript snippets of README and docs', () => {
  test('exist', () => {
    expect(snippets.size).toBeGreaterThan(5);
  });

  test('compile', () => {
    expect(compileErrors()).toEqual([]);
  }, 120_000);
});
