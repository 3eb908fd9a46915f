import { ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { temporaryFolder } from '../../test/temporary-folder';
import { startCli } from '../deploy/cli';
import { inNamespace, kubeconfig, KUBECTL_VARIABLE } from '../harness';

const JOB = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'works' },
  spec: {
    completions: 2,
    completionMode: 'Indexed',
    template: {
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 1,
        containers: [
          { name: 'main', image: 'busybox', command: ['sh', '-c', 'echo hello; sleep 1'] },
        ],
      },
    },
  },
};
const CRON_JOB = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly' },
  spec: { schedule: '0 0 1 1 *', jobTemplate: { spec: { template: JOB.spec.template } } },
};
const CONFIG_MAP = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c' },
  data: { a: '1' },
};

/** A step of a session: the arguments of kubectl, and its standard input. */
type Step = readonly [args: string, input?: object];
const SESSION: readonly Step[] = [
  ['get jobs'],
  ['get job works'],
  ['apply -f -', JOB],
  ['apply -f -', JOB],
  ['apply -f -', { ...JOB, spec: { ...JOB.spec, parallelism: 2 } }],
  ['apply -f -', { ...JOB, spec: { ...JOB.spec, completions: -1 } }],
  ['wait --for=condition=complete --timeout=60s job/works'],
  ['get job works -o jsonpath={.status.succeeded}/{.status.completedIndexes}'],
  ['get job works -o jsonpath={.status.conditions[*].type}'],
  ['get jobs'],
  ['get jobs -o wide'],
  ['get pods -l job-name=works --sort-by=.metadata.name'],
  ['logs -l job-name=works --prefix=false'],
  ['logs job/no-such-job'],
  ['get job works -o jsonpath={.spec}'],
  ['get job works --show-managed-fields -o jsonpath={.metadata.managedFields[*].manager}'],
  ['label job works team=shop'],
  ['get jobs -l team=shop -o name'],
  ['get jobs -l team=other -o name'],
  ['patch job works --type=merge -p {"spec":{"ttlSecondsAfterFinished":1000}}'],
  ['patch job works --type=json -p [{"op":"remove","path":"/spec/ttlSecondsAfterFinished"}]'],
  ['apply --server-side -f -', CONFIG_MAP],
  ['apply --server-side --field-manager=other -f -', { ...CONFIG_MAP, data: { a: '2' } }],
  [
    'apply --server-side --field-manager=other --force-conflicts -f -',
    { ...CONFIG_MAP, data: { a: '2' } },
  ],
  ['get configmap c -o jsonpath={.data}'],
  ['create configmap d --from-literal=x=y'],
  ['create configmap d --from-literal=x=y'],
  ['create job made --image=busybox -- sh -c true'],
  ['wait --for=condition=complete --timeout=60s job/made'],
  ['apply -f -', CRON_JOB],
  ['get cronjobs'],
  ['create job --from=cronjob/nightly now'],
  ['wait --for=condition=complete --timeout=60s job/now'],
  ['logs job/now'],
  [
    'get events --field-selector involvedObject.name=now,reason=Completed -o jsonpath={.items[*].message}',
  ],
  ['delete job works made now'],
  ['delete job works'],
  ['wait --for=delete pod --all --timeout=30s'],
  ['get pods'],
  ['apply -f - --dry-run=server', JOB],
  ['get jobs'],
  ['api-resources --api-group=batch --no-headers'],
];

/** Steps whose output may differ, with the reason. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'wait --for=delete pod --all --timeout=30s': 'it lists what still exists when it begins',
};
/** Parts of the output that differ, with the reason. */
const DIFFERENT_LINES: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^\* spec\.completions: Invalid value: -1: .*$/gm, 'messages are those of cdk8s-jobs check'],
  [/ kube-controller-manager$/gm, 'fields that a controller writes have no manager'],
];

/** Returns the output without what differs between two runs of the same. */
function normal(output: string, namespace: string): string {
  return output
    .replaceAll(namespace, 'NAMESPACE')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replace(/\b(works-\d|made|now)-[a-z0-9]{5}\b/g, '$1-SUFFIX')
    .replace(/ {2,}\d+m?\d*s\b/g, '  AGE')
    .replace(/ +/g, ' ');
}

function comparable(args: string, output: string): string {
  if (args in DIFFERENT) return '';
  return DIFFERENT_LINES.reduce((text, [pattern]) => text.replace(pattern, ''), output);
}

async function session(file: string, namespace: string): Promise<string[]> {
  const results: string[] = [];
  for (const [args, input] of SESSION) {
    const result = await kubectl(file, namespace, args.split(/ (?![^{]*"\w+":)/), input);
    results.push(`$ kubectl ${args}\n${comparable(args, normal(result, namespace))}`);
  }
  return results;
}

/** @returns the exit code and all that it printed */
function kubectl(file: string, namespace: string, args: string[], input?: object): Promise<string> {
  return new Promise((resolve) => {
    const child = execFile(
      process.env[KUBECTL_VARIABLE]!,
      ['--kubeconfig', file, '-n', namespace, ...args],
      (error, stdout, stderr) => resolve(`${error?.code ?? 0}\n${stdout}${stderr}`),
    );
    child.stdin!.end(input === undefined ? '' : JSON.stringify(input));
  });
}

describe('kubectl on the cluster of cdk8s-jobs local', () => {
  const file = join(temporaryFolder('local-'), 'kubeconfig');
  let server: ChildProcess;
  beforeAll(async () => {
    server = startCli(['local', '--write-kubeconfig', file]);
    await once(server.stdout!, 'data');
  });
  afterAll(async () => {
    server.kill('SIGINT');
    await once(server, 'close');
  });

  test('prints what it prints on a real cluster', async () => {
    await inNamespace(async (namespace) => {
      await kubectl(file, 'default', ['create', 'namespace', namespace]);
      const [local, real] = await Promise.all([
        session(file, namespace),
        session(kubeconfig(), namespace),
      ]);
      expect(local).toEqual(real);
    });
  });
});
