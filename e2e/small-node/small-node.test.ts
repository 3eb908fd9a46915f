import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { down, up } from '../cluster';
import { instance } from '../cluster/instance';
import { until } from '../cluster/until';
import { deployReport, logLines } from '../deploy/cli';
import { apply, inNamespace, kubectl, KUBECONFIG_VARIABLE, KUBECTL_VARIABLE } from '../harness';
import { JobDefaults, SimpleJob } from 'cdk8s-jobs';
import { Manifest } from 'cdk8s-jobs/deploy';

/** A cluster of its own, since the tests occupy the CPU of the node. */
const parent = realpathSync(mkdtempSync(join(tmpdir(), 'cj-small-')));
const ours = instance({ ...process.env, CLUSTER_DIR: join(parent, 'c') });

beforeAll(async () => {
  const cluster = await up({ say: (line) => console.info(line) }, ours);
  process.env[KUBECONFIG_VARIABLE] = cluster.kubeconfig;
  process.env[KUBECTL_VARIABLE] = cluster.kubectl;
}, 60 * 60_000);

afterAll(async () => {
  await down(ours);
  rmSync(parent, { recursive: true });
});

const phaseOf = async (namespace: string, name: string) =>
  (
    await kubectl(
      'get',
      'pods',
      '-n',
      namespace,
      '-l',
      `job-name=${name}`,
      '-o',
      'jsonpath={.items[*].status.phase}',
    )
  ).stdout;

/** Takes the CPU of the node, but for some. */
async function occupyAllBut(milliCpu: number, namespace: string): Promise<void> {
  const { stdout } = await kubectl(
    'get',
    'node',
    'localhost',
    '-o',
    'jsonpath={.status.allocatable.cpu}',
  );
  const cpu = `${Number(stdout) * 1000 - milliCpu}m`;
  const container = {
    name: 'main',
    image: 'busybox',
    command: ['sleep', '600'],
    resources: { requests: { cpu } },
  };
  await apply(
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'filler' },
      spec: { terminationGracePeriodSeconds: 0, containers: [container] },
    },
    namespace,
  );
  await until(
    'the filler to run',
    60_000,
    async () =>
      (await kubectl('get', 'pod', 'filler', '-n', namespace, '-o', 'jsonpath={.status.phase}'))
        .stdout === 'Running' || undefined,
  );
}

test('a busybox Job with sane defaults runs where 200m of CPU are free, and one that requests more stays pending', () =>
  inNamespace(async (namespace) => {
    await occupyAllBut(200, namespace);
    const chart = new Chart(new App(), 'chart');
    new SimpleJob(chart, 'hello', {
      metadata: { name: 'hello' },
      image: 'busybox',
      command: ['echo', 'Hello, World!'],
    });
    const { code, stderr } = await deployReport(namespace, chart.toJson() as Manifest[], [
      '--timeout',
      '60s',
    ]);
    expect(code).toBe(0);
    expect(logLines(stderr, 'hello')).toEqual(['Hello, World!']);

    const large = new Chart(new App(), 'chart');
    JobDefaults.sane()
      .with({ container: { resources: { requests: { cpu: '300m' } } } })
      .applyTo(large);
    new SimpleJob(large, 'large', {
      metadata: { name: 'large' },
      image: 'busybox',
      command: ['true'],
    });
    expect(
      (await deployReport(namespace, large.toJson() as Manifest[], ['--timeout', '5s'])).code,
    ).toBe(124);
    expect(await phaseOf(namespace, 'large')).toBe('Pending');
  }));
