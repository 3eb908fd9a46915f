import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { typeScriptSnippets } from './snippets';

const ROOT = join(__dirname, '..', '..');
/** The TypeScript snippets of the documentation, by the name of the file that each becomes. */
const snippets = new Map(
  typeScriptSnippets().map(({ page, text }, i) => [
    // `.mts`, since some snippets await at the top level.
    join(ROOT, `${page}.${i + 1}.mts`),
    // README says so for tests that run with jest.
    text.replace("from 'vitest'", "from '@jest/globals'"),
  ]),
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
