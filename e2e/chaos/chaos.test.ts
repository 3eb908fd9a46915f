import { join } from 'node:path';
import { between } from './chance';
import { ALL_FAULTS, Plan } from './faults';
import { differences, said } from './judge';
import { proxyTo } from './proxy';
import { Outcome, run, sumOf, wrongIn } from './run';
import { workload } from './workload';
import type { DeployEvent, Report } from '../../src/deploy';
import { Limiter } from '../../src/deploy/runtime/limiter';
import { temporaryFolder } from '../../test/temporary-folder';
import { cli, CliOptions, CliResult } from '../deploy/cli';
import { inNamespace, kubeconfig, kubectl } from '../harness';

const DEPLOYS = 20;
const AT_ONCE = 11;
const KILLED = 3;

test(`${DEPLOYS} deploys over faulty connections report the same outcomes, attempts and lines as one over a sound connection`, async () => {
  const places = new Limiter(AT_ONCE);
  const [calm, ...disturbed] = await Promise.all(
    [undefined, ...Array.from({ length: DEPLOYS }, (_, i) => i + 1)].map((seed) =>
      places.run(() => inNamespace((namespace) => run(namespace, seed))),
    ),
  );
  const hits = sumOf(disturbed.map((outcome: Outcome) => outcome.hits));
  console.info(
    `${disturbed.map(({ seed, seconds }) => `seed ${seed}: ${seconds.toFixed(0)} s`).join(', ')}\n${JSON.stringify(hits)}`,
  );
  expect(wrongIn(calm, calm)).toEqual([]);
  expect(calm.attempts).toHaveLength(10);
  expect(
    disturbed.flatMap((outcome) =>
      wrongIn(outcome, calm).map((wrong) => `seed ${outcome.seed}: ${wrong}`),
    ),
  ).toEqual([]);
  expect(ALL_FAULTS.filter((fault) => !(fault in hits))).toEqual([]);
}, 300_000);

/** Kills a deploy over a faulty connection, and resumes it with another command over another. @returns what is wrong */
async function killedAndTakenUp(
  again: 'deploy' | 'wait',
  seed: number,
): Promise<readonly string[]> {
  const dir = temporaryFolder('chaos-');
  const over = async (
    chaos: number,
    args: readonly string[],
    options: CliOptions,
  ): Promise<CliResult> => {
    const proxy = await proxyTo(kubeconfig(), new Plan(chaos));
    try {
      return await cli([...args, '--timeout', '180s'], {
        ...options,
        env: { KUBECONFIG: proxy.writeKubeconfig(join(dir, String(chaos))) },
      });
    } finally {
      await proxy.close();
    }
  };
  return inNamespace(async (namespace) => {
    const manifests = workload().map(({ manifest }) => manifest);
    const lines = between(4, 400, seed, 'lines');
    const onProgress: CliOptions['onProgress'] = (stderr, kill) => {
      if (stderr.split('\n').length > lines) kill('SIGKILL');
    };
    expect(
      (await over(1_000 + seed, ['deploy', '-', '-n', namespace], { manifests, onProgress })).code,
    ).toBeNull();
    const applied = (await kubectl('get', 'jobs', '-n', namespace, '-o', 'name')).stdout
      .split('\n')
      .filter(Boolean);
    const taken =
      again === 'deploy'
        ? workload()
        : workload().filter(({ manifest }) =>
            applied.includes(`job.batch/${manifest.metadata.name}`),
          );
    const { stdout, stderr } =
      again === 'deploy'
        ? await over(2_000 + seed, ['deploy', '-', '-n', namespace, '-o', 'json'], { manifests })
        : await over(2_000 + seed, ['wait', ...applied, '-n', namespace, '-o', 'json'], {});
    const report = JSON.parse(stdout) as Report;
    return [
      ...report.errors.map(({ message }) => message),
      ...differences(taken, report, said(eventsIn(stderr)), false),
    ];
  });
}

test.each(['deploy', 'wait'] as const)(
  '%s resumes a killed deploy over faulty connections: the same outcomes, and all lines',
  async (again) => {
    const seeds = Array.from({ length: KILLED }, (_, i) => i + (again === 'wait' ? KILLED : 0));
    const wrong = await Promise.all(seeds.map(async (seed) => killedAndTakenUp(again, seed)));
    expect(wrong.flatMap((found, i) => found.map((one) => `seed ${seeds[i]}: ${one}`))).toEqual([]);
  },
  300_000,
);

/** The events that the lines on stderr report. */
function eventsIn(stderr: string): DeployEvent[] {
  return stderr.split('\n').flatMap((line): DeployEvent[] => {
    const [, pod, container = 'main', text] =
      /^([\w-]+)(?:\[\d+\])?(?:\/([\w-]+))? \| (.*)$/.exec(line) ?? [];
    if (pod !== undefined) {
      return [{ type: 'log', job: pod.split('-')[0], container, text } as DeployEvent];
    }
    const [, name, unseen] = /Job \S+\/(\S+): (\d+ of its Pods? w.*)/.exec(line) ?? [];
    if (unseen !== undefined) {
      return [{ type: 'warning', message: unseen, object: { name } } as DeployEvent];
    }
    const [message] = /log of .*is incomplete.*/.exec(line) ?? [];
    return message === undefined ? [] : [{ type: 'warning', message }];
  });
}
