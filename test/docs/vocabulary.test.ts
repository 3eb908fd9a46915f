import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** Where people read text that was written by hand. */
const AREAS = [
  ...foldersIn('src'),
  ...foldersIn('test'),
  ...foldersIn('e2e'),
  'examples',
  'bench',
  ...foldersIn('docs'),
  ...foldersIn('projenrc'),
  '.projenrc.ts',
  '.github',
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
];

/** Generated files and records of output. */
const SKIPPED =
  /(^|\/)(__snapshots__|node_modules|dist)\/|^docs\/api\/|^src\/kubernetes\/schema\/|vocabulary\.test\.ts$/;
const READ = /\.(ts|js|md|ya?ml|sh|go|awk)$/;

/** Words that are names or data rather than prose. */
const ALLOWED: readonly { readonly file: string; readonly line: RegExp }[] = [
  { file: 'e2e/cluster/images.ts', line: /nobody:x:65534/ },
  { file: 'docs/cluster.md', line: /'-u', 'nobody'/ },
];

interface Entry {
  readonly avoid: RegExp;
  readonly write: string;
  readonly except: readonly string[];
}

/** The vocabulary sheet of CONTRIBUTING.md, the only place that lists the words. */
const VOCABULARY = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')
  .split('\n### Vocabulary\n')[1]
  .split('\n## ')[0]
  .split('\n')
  .filter((line) => /^\| `/.test(line))
  .flatMap((line): Entry[] => {
    const [, avoid, write, except] = line.split('|');
    return phrasesIn(avoid).map((phrase) => ({
      avoid: new RegExp(`\\b${phrase}\\b`, 'gi'),
      write: write.trim(),
      except: phrasesIn(except),
    }));
  });

function phrasesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, phrase]) => phrase);
}

/** The files of a folder, and its folders, each as an area of its own. */
function foldersIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);
}

function filesIn(area: string): string[] {
  const path = join(ROOT, area);
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return READ.test(area) ? [area] : [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((file) => `${area}/${file.replaceAll('\\', '/')}`)
    .filter((file) => READ.test(file) && !SKIPPED.test(file));
}

function textOf(file: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8');
  // The sheet itself has every word, and src holds what transcripts quote.
  return file === 'CONTRIBUTING.md'
    ? text.replace(/^\| `.*$/gm, '')
    : text.replace(/^<!-- transcript .*\n\n?```[\s\S]*?^```/gm, (block) =>
        '\n'.repeat(block.split('\n').length - 1),
      );
}

/** Each use of a word to avoid in a line, with the word to write. */
function findingsIn(file: string, line: string, number: number): string[] {
  if (ALLOWED.some((one) => one.file === file && one.line.test(line))) return [];
  return VOCABULARY.flatMap(({ avoid, write, except }) =>
    [...line.matchAll(avoid)]
      .filter(({ 0: word, index }) => !except.some((phrase) => covers(line, phrase, word, index)))
      .map(([word]) => `${file}:${number}: "${word}": write ${write}`),
  );
}

/** Whether a phrase that is allowed has the word at this place. */
function covers(line: string, phrase: string, word: string, index: number): boolean {
  const offset = phrase.toLowerCase().indexOf(word.toLowerCase());
  const start = index - offset;
  return line.slice(start, start + phrase.length).toLowerCase() === phrase.toLowerCase();
}

describe('vocabulary sheet of CONTRIBUTING.md', () => {
  test('lists words', () => {
    expect(VOCABULARY.length).toBeGreaterThan(20);
  });

  test('finds a word to avoid', () => {
    expect(findingsIn('a.ts', '// Told to whoever calls', 7)).toEqual([
      'a.ts:7: "Told": write reports, logs, prints',
      'a.ts:7: "whoever": write the caller, the user, the server',
    ]);
  });

  test('allows the exceptions', () => {
    expect(findingsIn('a.ts', '// There is no Pod: it is no longer needed', 1)).toEqual([]);
  });

  test.each(AREAS)('is followed in %s', (area) => {
    const findings = filesIn(area).flatMap((file) =>
      textOf(file)
        .split('\n')
        .flatMap((line, i) => findingsIn(file, line, i + 1)),
    );
    expect(findings).toEqual([]);
  });
});
