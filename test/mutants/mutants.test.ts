import { execFile } from 'node:child_process';
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Mutant, MUTANTS } from './mutants';
import { temporaryFolder } from '../temporary-folder';

const ROOT = join(__dirname, '..', '..');

interface Results {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

let folder: string;

beforeAll(() => {
  folder = temporaryFolder('mutants-');
  for (const part of ['src', 'test/deploy', 'package.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'jest.json'),
    JSON.stringify({
      rootDir: folder,
      roots: [folder],
      transform: {
        '^.+\\.ts$': [
          '@swc/jest',
          {
            jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
            module: { type: 'commonjs' },
          },
        ],
      },
      reporters: [],
    }),
  );
});

/** The outcomes of the tests that must catch the mutants. */
async function outcomes(mutants: readonly Mutant[]): Promise<readonly string[]> {
  const titles = mutants.map(({ caught: [, title] }) =>
    title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
  const pattern = `^(${titles.join('|')})$`;
  const files = [...new Set(mutants.map(({ caught: [file] }) => join(folder, file)))];
  const report = join(folder, 'report.json');
  const args = [
    join(ROOT, 'node_modules/jest/bin/jest.js'),
    '-c',
    join(folder, 'jest.json'),
    '--json',
    `--outputFile=${report}`,
    '-t',
    pattern,
    '--runTestsByPath',
    ...files,
  ];
  await new Promise((resolve) => execFile(process.execPath, args, { cwd: folder }, resolve));
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Results;
  rmSync(report);
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status !== 'pending')
    .map(({ status }) => status);
}

test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
  'the tests fail with the mutant: %s',
  async (_, mutant) => {
    const path = join(folder, mutant.file);
    const source = readFileSync(path, 'utf8');
    expect(source.split(mutant.from)).toHaveLength(2);
    writeFileSync(
      path,
      source.replace(mutant.from, () => mutant.to),
    );
    try {
      expect(await outcomes([mutant])).toEqual(['failed']);
    } finally {
      writeFileSync(path, source);
    }
  },
  60_000,
);

test('the same tests pass without a mutant', async () => {
  expect(await outcomes(MUTANTS)).toEqual(
    [...new Set(MUTANTS.map(({ caught }) => String(caught)))].map(() => 'passed'),
  );
}, 60_000);
