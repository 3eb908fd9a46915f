import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Consumer, run } from './consumer';
import { readmeFile, Snippet, snippetsOf, typeScriptSnippets } from '../../test/docs/snippets';
import { temporaryFolder } from '../../test/temporary-folder';

const ROOT = join(__dirname, '..', '..');
const README = snippetsOf('README.md');
const TYPES = ['commonjs', 'module'] as const;
/** What README installs and the lock file of this repository does not have. */
const NOT_LOCKED = { vitest: '3.2.4', '@types/node': '20.19.0' };
const LOCKED = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { version: string }>;
};

let folder: string;
beforeAll(() => {
  folder = temporaryFolder('docs-');
});

/** The blocks of commands in a section of README. */
const commandsIn = (section: string): string[] =>
  README.filter((block) => block.section === section && block.language === 'sh').map(
    ({ text }) => text,
  );

/** The commands of a transcript in README, each with its output. */
const [TRANSCRIPT] = README.filter(({ text }) => text.startsWith('$ npx tsx main.ts\n'));
const transcript = TRANSCRIPT.text
  .split(/^\$ /m)
  .slice(1)
  .map((step) => {
    const end = step.indexOf('\n');
    return { command: step.slice(0, end), output: step.slice(end + 1) };
  });

test('the commands that build the tarball are those that verify runs, and npm pack', async () => {
  const [build] = commandsIn('Install');
  const steps = build.trim().split(' && ');
  expect(steps).toEqual(['npm ci', 'npx projen compile', 'npx projen bundle', 'npm pack']);
  const pack = `${steps.at(-1)} --silent --pack-destination ${folder}`;
  expect(await run(ROOT, 'sh', '-c', pack)).toMatchObject({ code: 0 });
});

describe.each(['the latest versions', 'the locked versions'])('README with %s', (versions) => {
  const latest = versions === 'the latest versions';
  let project: Consumer;

  /** Runs commands of README. All must succeed. Returns the output. */
  async function follow(commands: string): Promise<string> {
    let printed = '';
    for (const command of commands.trim().split('\n')) {
      const { code, output } = await project.run('sh', '-c', latest ? command : locked(command));
      if (code !== 0) throw new Error(`${command}: exit code ${code}\n${output}`);
      printed += output;
    }
    return printed;
  }

  /** Writes a file that README shows. */
  const write = (file: string, change = (text: string) => text) =>
    project.write(file, change(readmeFile(file)));

  /** Does the same in a project of each type. */
  async function inEachType(steps: () => Promise<void>): Promise<void> {
    for (const type of TYPES) {
      await follow(`npm pkg set type=${type}`);
      await steps();
    }
  }

  beforeAll(() => {
    project = new Consumer(join(folder, latest ? 'latest' : 'locked'));
  });

  test('installs the package', async () => {
    const [, install] = commandsIn('Install');
    expect(install).toContain('PATH/TO/');
    await follow(install.replace('PATH/TO', folder));
    expect(existsSync(join(project.folder, 'node_modules/.bin/tsx'))).toBe(true);
  });

  test('synthesizes and checks the smallest app as it shows', async () => {
    write('main.ts');
    const [yaml] = README.filter(({ language }) => language === 'yaml');
    await inEachType(async () => {
      rmSync(join(project.folder, 'dist'), { recursive: true, force: true });
      const upToDeploy = transcript.findIndex(({ command }) => command.includes(' deploy '));
      expect(upToDeploy).toBe(2);
      for (const { command, output } of transcript.slice(0, upToDeploy)) {
        expect(await follow(command)).toBe(output);
      }
      expect(project.read('dist/shop.k8s.yaml')).toBe(yaml.text);
    });
  });

  test('synthesizes the smallest app with cdk8s synth', async () => {
    const [install] = commandsIn('The smallest app');
    await follow(install);
    write('cdk8s.yaml');
    const shown = project.read('dist/shop.k8s.yaml');
    await inEachType(async () => {
      project.write('dist/old.k8s.yaml', '');
      await follow('npx cdk8s synth');
      expect(readdirSync(join(project.folder, 'dist'))).toEqual(['shop.k8s.yaml']);
      expect(project.read('dist/shop.k8s.yaml')).toBe(shown);
    });
  });

  test('runs the test with vitest', async () => {
    write('main.test.ts');
    const [commands] = commandsIn('Test the app');
    const [install, vitest] = commands.split('\n');
    await follow(install);
    await inEachType(async () => {
      expect(await follow(vitest)).toMatch(/Tests +.*1 passed/);
    });
  });

  test('runs the test with jest', async () => {
    write('main.test.ts', (text) => text.replace("from 'vitest'", "from '@jest/globals'"));
    write('jest.config.mjs');
    const [, commands] = commandsIn('Test the app');
    const [install, jest] = commands.split('\n');
    await follow(install);
    await inEachType(async () => {
      expect(await follow(jest)).toMatch(/Tests: +1 passed, 1 total/);
    });
  });

  describe('TypeScript snippets of README and docs', () => {
    /** The name of the file that a snippet becomes. Only a module can await at its top level. */
    const fileOf = ({ page, text }: Snippet, i: number) =>
      `snippets/${page.replace(/\W/g, '-')}-${i}.${/^(const .* = )?await /m.test(text) ? 'mts' : 'ts'}`;
    const snippets = typeScriptSnippets().map((snippet, i) => ({
      ...snippet,
      file: fileOf(snippet, i),
    }));

    test('compile', async () => {
      await follow('npm install --save-dev typescript @types/node');
      for (const { file, text } of snippets) {
        project.write(file, text.replace("from 'vitest'", "from '@jest/globals'"));
      }
      const options = '--noEmit --strict --skipLibCheck --target es2022 --module node16';
      await inEachType(async () => {
        await follow(
          `npx tsc ${options} --types node ${snippets.map(({ file }) => file).join(' ')}`,
        );
      });
    });

    test('synthesize', async () => {
      // A deploy needs a cluster, and a test a runner.
      const runnable = snippets.filter(
        ({ text }) => !/from '(cdk8s-jobs\/deploy|vitest)'/.test(text),
      );
      for (const { file, text } of runnable) {
        const synth = /^const chart = /m.test(text)
          ? `\nconsole.log(JSON.stringify(['${file}', chart.toJson().length]));`
          : `\nconsole.log(JSON.stringify(['${file}', 0]));`;
        project.write(file, text + synth);
      }
      project.write('all.ts', runnable.map(({ file }) => `import './${file}';\n`).join(''));
      project.write('vendor.yaml', VENDOR);
      project.write('item.json', '{"bucket": "a", "width": 640}');
      await inEachType(async () => {
        const output = await follow('JOB_ITEM=item.json npx tsx all.ts');
        const objects = output
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as [string, number]);
        expect(objects.map(([file]) => file)).toEqual(runnable.map(({ file }) => file));
        const empty = runnable.filter(
          ({ text }, i) => text.includes('new Chart(') && objects[i][1] === 0,
        );
        expect(empty).toEqual([]);
      });
    });
  });
});

const VENDOR = `
apiVersion: batch/v1
kind: Job
metadata:
  name: vendor
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: main
          image: vendor:1
`;

/** Adds the versions that this repository has tested to a command that installs packages. */
function locked(command: string): string {
  if (!command.startsWith('npm install ')) return command;
  const versions: Record<string, string | undefined> = NOT_LOCKED;
  return command
    .replace(/#.*/, '')
    .split(' ')
    .map((word) => {
      const version = versions[word] ?? LOCKED.packages[`node_modules/${word}`]?.version;
      return version === undefined ? word : `${word}@${version}`;
    })
    .join(' ');
}
