import { javascript, JsonFile, typescript } from 'projen';
import { addWorkflows } from './projenrc/github';

/** Tests that take minutes have a suite of their own. */
const slowTests = [
  'test/docs/api.test.ts',
  'test/docs/api-report.test.ts',
  'test/docs/json-schemas.test.ts',
  'test/docs/snippets.test.ts',
  'test/mutants/mutants.test.ts',
  'test/projenrc/test-files.test.ts',
];

// Node ≥ 20.19 loads ECMAScript modules by require(), and so may our sources.
const NODE_NEXT = javascript.TypeScriptModuleResolution.NODE_NEXT;

const project = new typescript.TypeScriptProject({
  name: 'cdk8s-jobs',
  description:
    'Kubernetes Jobs as typed TypeScript: compose them with cdk8s, deploy them, and get their outcome, logs and exit codes',
  license: 'Apache-2.0',
  keywords: ['cdk8s', 'kubernetes', 'jobs', 'batch', 'constructs', 'deploy'],
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  sampleCode: false,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.19.0',
  typescriptVersion: '~5.9',
  github: true,
  githubOptions: { mergify: false, pullRequestLint: false },
  pullRequestTemplate: false, // .github/pull_request_template.md is written by hand
  buildWorkflow: false, // projenrc/github.ts has the workflows
  release: false,
  // undici, yaml and the other bundled packages reach users only by a release, so upgrades must not wait for a person.
  depsUpgradeOptions: {
    workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY },
  },
  bin: { 'cdk8s-jobs': 'lib/cli/main.js' },

  // The construct entry needs its peers and nothing else. What deploy and the command line need is bundled
  // into them (projenrc/bundle.js), so it is listed under devDeps and users do not install it.
  peerDeps: ['cdk8s@^2.68.11', 'cdk8s-plus-27@^2.9.0', 'constructs@^10.3.0'],
  peerDependencyOptions: { pinnedDevDependency: false },
  devDeps: [
    'commander@^14', // 15 needs Node 22.12; we support 20.19
    'undici@^7', // 8 needs Node 22.19; we support 20.19
    'yaml@^2.8',
    'picocolors@^1.1',
    'string-width@^8', // bundled; version 9 needs Node 22
    'esbuild@^0.28',
    '@swc/core@^1.15',
    '@swc/jest@^0.2', // transpile tests; tsc checks their types
    'fast-check@^4',
    'ts-json-schema-generator@^2', // schemas/
    'ajv@^8', // validates reports against schemas/
    'cdk8s-plus-30@^2',
    'cdk8s-plus-34@^2', // whose values our constructs take too
    'kubernetes-models@^4', // what kosko makes manifests of, for bench/synth
    'cdk8s-cli@^2.207', // synthesizes the examples, as their users do
    'tsx@^4', // runs their main.ts
    'typedoc@^0.28',
    'typedoc-plugin-markdown@^4', // docs/api
    'publint@^0.3',
    '@microsoft/api-extractor@^7.60', // api
    '@arethetypeswrong/cli@^0.18', // meet the package as a consumer does
  ],

  tsconfig: {
    compilerOptions: {
      module: 'NodeNext',
      moduleResolution: NODE_NEXT,
      target: 'ES2022',
      lib: ['es2022'],
      isolatedModules: true,
    },
  },
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    exclude: ['node_modules', 'lib', 'dist'],
    include: [
      '.projenrc.ts',
      'projenrc/**/*.ts',
      'e2e/**/*.ts',
      'bench/**/*.ts',
      'examples/**/*.ts',
      'test/**/*.ts',
    ],
    compilerOptions: {
      module: 'NodeNext',
      moduleResolution: NODE_NEXT,
      target: 'ES2022',
      lib: ['es2022'],
      isolatedModules: true,
      skipLibCheck: true,
      // Examples and tests import the package by its name; here that means its sources.
      baseUrl: '.',
      paths: {
        'cdk8s-jobs': ['./src/index.ts'],
        'cdk8s-jobs/deploy': ['./src/deploy/index.ts'],
        'cdk8s-jobs/testing': ['./src/testing/index.ts'],
        'cdk8s-jobs/worker': ['./src/worker/index.ts'],
      },
    },
  },

  prettier: true,
  prettierOptions: { settings: { printWidth: 100, singleQuote: true } },
  eslintOptions: {
    prettier: true,
    dirs: ['src'],
    devdirs: ['projenrc', 'e2e', 'bench', 'examples', 'test'],
    commandOptions: { fix: false, extraArgs: ['--max-warnings=0'] }, // a lint that fixes never fails
  },
  jestOptions: {
    jestVersion: '^30',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    jestConfig: {
      testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        ...slowTests.map((file) => `<rootDir>/${file.replaceAll('.', '\\.')}$`),
      ],
      testTimeout: 30_000, // a busy machine must not fail a test
      collectCoverage: false, // it takes as long as the tests; CI asks for it
      moduleNameMapper: {
        '^cdk8s-jobs$': '<rootDir>/src/index.ts',
        '^cdk8s-jobs/(deploy|testing|worker)$': '<rootDir>/src/$1/index.ts',
      },
    },
  },
  gitignore: ['/test-reports/', '/coverage/', '/THIRD-PARTY-LICENSES', '*.log', '!logs'],
  npmignoreEnabled: false, // "files" below says what is published
});

// ── Content of the package ────────────────────────────────────────────────────────────────────────────────────────
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './deploy': { types: './lib/deploy/index.d.ts', default: './lib/deploy/index.js' },
  './testing': { types: './lib/testing/index.d.ts', default: './lib/testing/index.js' },
  './worker': { types: './lib/worker/index.d.ts', default: './lib/worker/index.js' },
  './schemas/*': './schemas/*',
  './package.json': './package.json',
});
project.package.addField('type', 'commonjs');
// With the documentation, so that the links of the README lead somewhere in the package too.
project.package.addField('files', [
  'lib',
  'schemas',
  'THIRD-PARTY-LICENSES',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs',
  'examples',
  '!**/__snapshots__',
  'bench/README.md',
]);
project.package.addField('typesVersions', {
  '*': {
    deploy: ['./lib/deploy/index.d.ts'],
    testing: ['./lib/testing/index.d.ts'],
    worker: ['./lib/worker/index.d.ts'],
  },
});
// cdk8s-plus-27 has a development tool as an optional dependency: 190 packages that nothing here uses.
// unrs-resolver 1.13.0 was published without builds for most platforms, and npm ci fails without them.
project.package.addField('overrides', {
  backport: 'npm:empty-npm-package@1.0.0',
  'unrs-resolver': '1.12.2',
});

// ── Layers and their imports (docs/architecture.md) ─────────────────────────────────────────────────────────────────────
const layer = (name: string, ...mayImport: string[]) => ({
  target: `./src/${name}`,
  from: './src',
  except: [name, ...mayImport].map((other) => `./${other}`),
  message: `src/${name} imports only ${mayImport.length ? `src/${mayImport.join(', src/')}` : 'itself'} (docs/architecture.md)`,
});
// From the top down: each folder of src/deploy imports only itself and those after it.
const DEPLOY_LAYERS = [
  'commands',
  'plan',
  'apply',
  'track',
  'logs',
  'core',
  'verdict',
  'kube',
  'runtime',
];
const deployLayers = DEPLOY_LAYERS.slice(1).map((name, i) => ({
  target: `./src/deploy/${name}`,
  from: [
    './src/deploy/index.ts',
    ...DEPLOY_LAYERS.slice(0, i + 1).map((above) => `./src/deploy/${above}`),
  ],
  message: `src/deploy/${name} imports only the layers below it (docs/architecture.md)`,
}));
const layers = [
  layer('kubernetes'),
  layer('policy', 'kubernetes'),
  layer('jobs', 'policy', 'kubernetes'),
  layer('synth', 'kubernetes'),
  layer('worker'),
  layer('explain', 'kubernetes'),
  layer('local', 'kubernetes'),
  layer('manifests', 'kubernetes'),
  layer('deploy', 'manifests', 'kubernetes'),
  layer('output', 'deploy', 'manifests', 'explain', 'kubernetes'),
  {
    target: './src/index.ts',
    from: './src',
    except: ['./jobs', './policy', './synth', './kubernetes'],
    message: 'the construct entry does no network I/O',
  },
  ...deployLayers,
];
project.eslint!.addRules({ 'import/no-restricted-paths': ['error', { zones: layers }] });
// Of two overrides for one file the later replaces the earlier, so each file is in one only.
const mayNotImport = (files: string[], ...patterns: { group: string[]; message: string }[]) =>
  project.eslint!.addOverride({
    files,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  });
const noCdk8s = {
  group: ['cdk8s', 'cdk8s-plus-*', 'constructs'],
  message: 'plain manifests only: no cdk8s here',
};
const noIo = {
  group: ['node:fs', 'node:fs/promises', 'node:net', 'node:http', 'node:https', 'undici', 'yaml'],
  message: 'src/kubernetes does no I/O',
};
const peersOnly = {
  group: ['undici', 'yaml', 'commander', 'picocolors', 'string-width', '@kubernetes/*'],
  message: 'the construct entry depends on its peers only',
};
mayNotImport(['src/kubernetes/**'], noCdk8s, noIo);
mayNotImport(['src/explain/**', 'src/manifests/**', 'src/deploy/**', 'src/output/**'], noCdk8s);
mayNotImport(['src/synth/**'], noCdk8s, peersOnly);
mayNotImport(['src/index.ts', 'src/jobs/**', 'src/policy/**'], peersOnly);
// One project for all files: tests are in many folders, and none of them has a tsconfig of its own.
const eslintrc = project.tryFindObjectFile('.eslintrc.json')!;
eslintrc.addDeletionOverride('parserOptions.projectService');
eslintrc.addOverride('parserOptions.project', './tsconfig.dev.json');
eslintrc.addOverride('settings.import/resolver.typescript.project', './tsconfig.dev.json'); // the package by its name is its sources
project.eslint!.addRules({
  'max-lines': ['warn', { max: 500, skipComments: true, skipBlankLines: true }],
  'import/no-extraneous-dependencies': [
    'error',
    {
      devDependencies: [
        '**/projenrc/**',
        '**/e2e/**',
        '**/bench/**',
        '**/examples/**',
        '**/test/**',
        '**/.projenrc.ts',
        'src/manifests/**',
        'src/deploy/**',
        'src/cli/**',
        'src/output/**',
      ],
      optionalDependencies: false,
      peerDependencies: true,
    },
  ],
});

// ── Suites ─────────────────────────────────────────────────────────────────────────────────────────────────────────
// swc transpiles each file in a tenth of the time that ts-jest takes. projen adds ts-jest by itself.
project.deps.removeDependency('ts-jest');
const swc = [
  '@swc/jest',
  {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];
// jest loads CommonJS only, so it transpiles what is published as ECMAScript modules alone.
const ESM_ONLY = 'string-width|get-east-asian-width|strip-ansi|ansi-regex';
project.jest!.config.transform = {
  '^.+\\.ts$': swc,
  [`/node_modules/(${ESM_ONLY})/.+\\.js$`]: swc,
};
project.jest!.config.transformIgnorePatterns = [`/node_modules/(?!(.+/)?(${ESM_ONLY})/)`];
// It does not check types, so the compiler does it, for everything that the build leaves out.
project.testTask.prependExec('tsc --noEmit -p tsconfig.dev.json');
const suite = (name: string, testMatch: string[], options: object) =>
  new JsonFile(project, `jest.${name}.json`, {
    committed: true,
    obj: {
      rootDir: '.',
      testMatch: testMatch.map((glob) => `<rootDir>/${glob}`),
      clearMocks: true,
      ci: true,
      transform: project.jest!.config.transform,
      transformIgnorePatterns: project.jest!.config.transformIgnorePatterns,
      moduleNameMapper: project.jest!.config.moduleNameMapper,
      ...options,
    },
  });
suite('slow', slowTests, { testTimeout: 120_000 });
suite('consumer', ['e2e/consumer/**/*.test.ts'], { testTimeout: 300_000 });
suite('linters', ['e2e/linters/**/*.test.ts'], { testTimeout: 300_000 });
// One after another: that a cluster leaves nothing behind shows only where no other cluster runs.
suite('cluster', ['e2e/{cluster,small-node}/**/*.test.ts'], {
  testTimeout: 120_000,
  maxWorkers: 1,
});
suite('agreement', ['e2e/{agreement,apiserver,equivalence}/**/*.test.ts'], {
  testTimeout: 600_000,
  maxWorkers: 1,
});
suite('e2e', ['e2e/{check,jobs,deploy,examples,local}/**/*.test.ts'], {
  testTimeout: 180_000,
  maxWorkers: 4, // they wait for Pods most of the time
  globalSetup: '<rootDir>/e2e/global-setup.ts',
  globalTeardown: '<rootDir>/e2e/global-teardown.ts',
});
// Alone: it takes what the machine has.
suite('chaos', ['e2e/chaos/**/*.test.ts'], {
  testTimeout: 300_000,
  maxWorkers: 1,
  globalSetup: '<rootDir>/e2e/global-setup.ts',
  globalTeardown: '<rootDir>/e2e/global-teardown.ts',
});

// ── API documentation ──────────────────────────────────────────────────────────────────────────────────────────────
new JsonFile(project, 'typedoc.json', {
  committed: true,
  marker: false, // it allows no other keys
  obj: {
    entryPoints: ['index', 'deploy/index', 'testing/index', 'worker/index'].map(
      (entry) => `src/${entry}.ts`,
    ),
    tsconfig: 'tsconfig.json',
    plugin: ['typedoc-plugin-markdown'],
    out: 'docs/api',
    readme: 'none',
    // One page an entry; what comes from cdk8s-plus is documented there.
    outputFileStrategy: 'modules',
    excludeExternals: true,
    excludePrivate: true,
    excludeInternal: true,
    validation: { notDocumented: true },
    treatValidationWarningsAsErrors: true,
    intentionallyNotExported: ['Struct', 'ValidationContext'],
    disableSources: true, // they would change with every line
    hideBreadcrumbs: true,
    hidePageHeader: true,
    parametersFormat: 'list',
    interfacePropertiesFormat: 'table',
    classPropertiesFormat: 'table',
    typeAliasPropertiesFormat: 'table',
    useCodeBlocks: true,
  },
});
project.addTask('api', { description: 'Write docs/api', exec: 'typedoc' });
project.addTask('api-report', {
  description: 'Write api/*.api.md, the signatures of the public API',
  exec: 'ts-node -T -P tsconfig.dev.json projenrc/api-report.ts',
});

// ── Tasks ──────────────────────────────────────────────────────────────────────────────────────────────────────────
const bundle = project.addTask('bundle', {
  description: 'Bundle each entry with its dependencies',
  exec: 'node projenrc/bundle.js',
});
project.postCompileTask.spawn(bundle);
for (const verb of ['up', 'down', 'status']) {
  project.addTask(`cluster:${verb}`, {
    description: {
      up: 'Start a one-node Kubernetes on this machine',
      down: 'Stop that Kubernetes and remove every trace of it',
      status: 'Print the components of that Kubernetes and their state',
    }[verb],
    exec: `ts-node -T -P tsconfig.dev.json e2e/cluster/main.ts ${verb}`,
    receiveArgs: true,
  });
}
project.addTask('agreement', {
  description:
    'Compare the rules with an API server on generated manifests: agreement VERSION [CASES [SEED]]',
  exec: 'ts-node -T -P tsconfig.dev.json e2e/agreement/main.ts',
  receiveArgs: true,
});
project.addTask('chaos', {
  description: 'Deploy repeatedly over connections with random faults: chaos [DEPLOYS [SEED]]',
  exec: 'ts-node -T -P tsconfig.dev.json e2e/chaos/main.ts',
  receiveArgs: true,
});
for (const verb of ['up', 'down']) {
  project.addTask(`apiserver:${verb}`, {
    description: `${verb === 'up' ? 'Start' : 'Stop'} an API server alone, of any minor: apiserver:${verb} VERSION`,
    exec: `ts-node -T -P tsconfig.dev.json e2e/apiserver/main.ts ${verb}`,
    receiveArgs: true,
  });
}
project.addTask('schema', {
  description: 'Write src/kubernetes/schema from the Go types of every minor version',
  exec: 'ts-node -T projenrc/schema.ts',
});
project.addTask('time-zones', {
  description: 'Write src/kubernetes/time-zone-names.ts from the tz database of Go',
  exec: 'ts-node -T projenrc/time-zones.ts',
});
project.addTask('protobuf', {
  description: 'Write src/local/api/protobuf/messages.ts from the protobuf definitions',
  exec: 'ts-node -T projenrc/protobuf.ts',
});
project.addTask('json-schemas', {
  description: 'Write schemas/ from the types of the JSON documents',
  exec: 'ts-node -T -P tsconfig.dev.json projenrc/json-schemas.ts',
});
project.addTask('rules', {
  description: 'Write docs/rules.md from the rules and their examples',
  exec: 'ts-node -T -P tsconfig.dev.json projenrc/rules.ts',
});
const examples = project.addTask('examples', {
  description: 'Write the YAML files of the examples',
});
examples.spawn(project.compileTask);
examples.exec('ts-node -T -P tsconfig.dev.json projenrc/examples.ts');
const bench = project.addTask('bench', {
  description:
    'Measure check, synth, import and deploy side by side with other tools, and simulations',
});
for (const name of ['check', 'synth', 'import', 'simulate', 'deploy/main']) {
  bench.exec(`ts-node -T -P tsconfig.dev.json bench/${name}.ts`);
}
project.addTask('verify', {
  description: 'Build, lint and run every suite that this machine can run',
  exec: 'ts-node -T projenrc/verify.ts',
  receiveArgs: true,
});
// These two must work right after a clone, with no node_modules.
project.package.setScript('demo', 'node projenrc/demo.js');
project.package.setScript('verify', 'npm ci && npx projen verify');

addWorkflows(project);

project.synth();
