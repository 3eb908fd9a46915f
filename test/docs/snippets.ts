import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { temporaryFolder } from '../temporary-folder';

const ROOT = join(__dirname, '..', '..');

/** README and the pages of docs. */
export const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** A code block of a page. */
export interface Snippet {
  readonly page: string;
  /** The heading above it. */
  readonly section: string;
  readonly language: string;
  /** The file that its first line names in a comment, such as `// main.ts`. */
  readonly file: string | undefined;
  readonly text: string;
}

/** Returns the code blocks of a page, in order. */
export function snippetsOf(page: string): Snippet[] {
  let section = '';
  return [
    ...readFileSync(join(ROOT, page), 'utf8').matchAll(/^##+ (.+)|^```(\w*)\n([\s\S]*?)^```/gm),
  ].flatMap(([, heading, language, text]) => {
    if (heading !== undefined) section = heading;
    return text === undefined
      ? []
      : [{ page, section, language, text, file: /^(?:\/\/|#) (\S+\.\w+)\n/.exec(text)?.[1] }];
  });
}

/** Returns the snippets that are TypeScript, of all pages. */
export const typeScriptSnippets = (): Snippet[] =>
  PAGES.flatMap(snippetsOf).filter(({ language }) => language === 'ts');

/** Returns the text of the file that README shows. */
export function readmeFile(name: string): string {
  const snippet = snippetsOf('README.md').find(({ file }) => file === name);
  if (snippet === undefined) throw new Error(`README.md shows no file ${name}`);
  return snippet.text;
}

/** Runs `main.ts` of README with the constructs of this repository. Returns the output folder. */
export function synthesizeSmallestApp(): string {
  const { outputText } = ts.transpileModule(readmeFile('main.ts'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const folder = temporaryFolder('smallest-app-');
  process.env.CDK8S_OUTDIR = folder;
  try {
    new Function('require', 'exports', outputText)(require, {});
  } finally {
    delete process.env.CDK8S_OUTDIR;
  }
  return folder;
}
