/** The GitHub workflows. e2e/linters/actionlint.test.ts checks them; docs/releasing.md lists what they need from the repository. */
import { typescript } from 'projen';
import { GithubWorkflow } from 'projen/lib/github';
import { Job, JobPermission, JobStep, Triggers } from 'projen/lib/github/workflows-model';

const NODE = '22';
const NODE_VERSIONS = ['20', '22', '24'];
const OPERATING_SYSTEMS = ['ubuntu-latest', 'macos-latest', 'windows-latest'];
/** Node images of kind for each supported minor, from the release notes of kind. */
const KIND_IMAGES = ['v1.30.13', 'v1.31.9', 'v1.32.5', 'v1.33.1', 'v1.34.0', 'v1.35.0'];
/** As in e2e/apiserver/releases.ts. */
const AGREEMENT_MINORS = ['1.30', '1.33', '1.35', '1.37'];
const GO = '1.25';
/** Where the nightly jobs keep what is built once. It is a volume, since overlayfs does not mount on overlayfs. */
const CACHE = '/cache/cdk8s-jobs';

const READ_ONLY = { contents: JobPermission.READ };

const checkout: JobStep = { name: 'Check out', uses: 'actions/checkout@v5' };

const setupNode = (version = NODE): JobStep => ({
  name: 'Set up Node',
  uses: 'actions/setup-node@v5',
  with: { 'node-version': version, cache: 'npm' },
});

const setupGo: JobStep = {
  name: 'Set up Go',
  uses: 'actions/setup-go@v6',
  with: { 'go-version': GO, cache: false },
};

const install: JobStep = { name: 'Install', run: 'npm ci' };

const build: JobStep[] = [
  { name: 'Compile', run: 'npx projen compile' },
  { name: 'Bundle', run: 'npx projen bundle' },
];

export function addWorkflows(project: typescript.TypeScriptProject): void {
  const add = (name: string, triggers: Triggers, jobs: Record<string, Job>) => {
    const workflow = new GithubWorkflow(project.github!, name, { limitConcurrency: false });
    workflow.on(triggers);
    workflow.addJobs(jobs);
    return workflow;
  };

  add(
    'test',
    { pullRequest: {}, push: { branches: ['main'] }, workflowCall: {} },
    { unit: unitJob(), lint: lintJob(), suite: suiteJob() },
  );
  add(
    'e2e',
    { pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {}, workflowCall: {} },
    { kind: kindJob() },
  );
  const clusterJobs = { verify: verifyJob(), agreement: agreementJob(), chaos: chaosJob() };
  const nightly = add(
    'nightly',
    { schedule: [{ cron: '0 2 * * *' }], workflowDispatch: {} },
    clusterJobs,
  );
  for (const id of Object.keys(clusterJobs)) {
    // projen types the options as a list, GitHub reads a string.
    nightly.file!.addOverride(`jobs.${id}.container.options`, '--privileged');
  }
  const release = add('release', { push: { tags: ['v*'] } }, { publish: publishJob() });
  for (const name of ['test', 'e2e']) {
    release.addJob(name, { uses: `./.github/workflows/${name}.yml`, permissions: READ_ONLY });
  }
}

function unitJob(): Job {
  return {
    name: 'Unit tests, ${{ matrix.os }}, Node ${{ matrix.node }}',
    runsOn: ['${{ matrix.os }}'],
    permissions: READ_ONLY,
    strategy: {
      failFast: false,
      matrix: { domain: { os: OPERATING_SYSTEMS, node: NODE_VERSIONS } },
    },
    steps: [
      checkout,
      setupNode('${{ matrix.node }}'),
      install,
      { name: 'Test', run: 'npx jest --ci --coverage' },
    ],
  };
}

function lintJob(): Job {
  return {
    name: 'Types, lint and generated files',
    runsOn: ['ubuntu-latest'],
    permissions: READ_ONLY,
    steps: [
      checkout,
      setupNode(),
      install,
      ...build,
      { name: 'Check types', run: 'npx tsc --noEmit -p tsconfig.dev.json' },
      { name: 'Lint', run: 'npx projen eslint' },
      { name: 'Generate files', run: 'npx projen default' },
      { name: 'Compare generated files', run: 'git diff --exit-code' },
    ],
  };
}

function suiteJob(): Job {
  return {
    name: 'Suite ${{ matrix.suite }}',
    runsOn: ['ubuntu-latest'],
    permissions: READ_ONLY,
    strategy: { failFast: false, matrix: { domain: { suite: ['slow', 'consumer', 'linters'] } } },
    steps: [
      checkout,
      setupNode(),
      setupGo,
      install,
      ...build,
      { name: 'Test', run: 'npx jest --ci -c "jest.${{ matrix.suite }}.json"' },
    ],
  };
}

function kindJob(): Job {
  return {
    name: 'End-to-end tests, Kubernetes ${{ matrix.kubernetes }}',
    runsOn: ['ubuntu-latest'],
    permissions: READ_ONLY,
    strategy: { failFast: false, matrix: { domain: { kubernetes: KIND_IMAGES } } },
    env: { E2E_KUBECONFIG: '${{ github.workspace }}/test-reports/kubeconfig' },
    steps: [
      checkout,
      setupNode(),
      install,
      ...build,
      { name: 'Start kind', run: 'e2e/kind/up.sh "${{ matrix.kubernetes }}" "$E2E_KUBECONFIG"' },
      { name: 'Test', run: 'npx jest --ci -c jest.e2e.json' },
    ],
  };
}

/** A job on which the cluster of e2e/cluster runs: root on Debian, with cgroups that can be handed down. */
function clusterJob(name: string, steps: JobStep[], strategy?: Job['strategy']): Job {
  return {
    name,
    runsOn: ['ubuntu-latest'],
    permissions: READ_ONLY,
    strategy,
    timeoutMinutes: 180,
    container: { image: `node:${NODE}-bookworm`, volumes: ['/mnt:/cache'] },
    env: { CDK8S_JOBS_CACHE: CACHE },
    steps: [
      checkout,
      setupGo,
      {
        name: 'Move the processes of the container out of its root cgroup',
        run: [
          'mkdir -p /sys/fs/cgroup/init',
          'while read -r pid; do',
          '  echo "$pid" > /sys/fs/cgroup/init/cgroup.procs || true',
          'done < /sys/fs/cgroup/cgroup.procs',
        ].join('\n'),
      },
      { name: 'Update package lists', run: 'apt-get update -q' },
      ...steps,
    ],
  };
}

function verifyJob(): Job {
  return clusterJob('Verify', [{ name: 'Verify', run: 'npm run verify -- --all' }]);
}

function agreementJob(): Job {
  return clusterJob(
    'Agreement with Kubernetes ${{ matrix.kubernetes }}',
    [install, { name: 'Compare', run: 'npx projen agreement "${{ matrix.kubernetes }}" 20000' }],
    { failFast: false, matrix: { domain: { kubernetes: AGREEMENT_MINORS } } },
  );
}

function chaosJob(): Job {
  return clusterJob('Chaos', [
    install,
    ...build,
    { name: 'Deploy over connections that break', run: 'npx projen chaos 40' },
  ]);
}

function publishJob(): Job {
  return {
    name: 'Publish to npm',
    needs: ['test', 'e2e'],
    runsOn: ['ubuntu-latest'],
    environment: 'npm',
    permissions: { contents: JobPermission.READ, idToken: JobPermission.WRITE },
    steps: [
      checkout,
      {
        name: 'Set up Node',
        uses: 'actions/setup-node@v5',
        with: { 'node-version': NODE, 'registry-url': 'https://registry.npmjs.org' },
      },
      install,
      ...build,
      {
        name: 'Set the version',
        run: 'npm version --no-git-tag-version "${GITHUB_REF_NAME#v}"',
      },
      {
        name: 'Publish',
        run: 'npm publish --provenance --access public',
        env: { NODE_AUTH_TOKEN: '${{ secrets.NPM_TOKEN }}' },
      },
    ],
  };
}
