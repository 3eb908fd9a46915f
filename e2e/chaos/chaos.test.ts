import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { between } from './chance';
import { ALL_FAULTS, Plan } from './faults';
import { differences, said } from './judge';
import { proxyTo } from './proxy';
import { Outcome, run, sumOf, wrongIn } from './run';
import { workload } from './workload';
import type { DeployEvent, Report } from '../../src/deploy';
import { Limiter } from '../../src/deploy/limiter';
import { cli } from '../deploy/cli';
import { inNamespace, kubeconfig } from '../harness';

const DEPLOYS = 20;
const AT_ONCE = 11;
const KILLED = 4;

test(`${DEPLOYS} deploys over lines that break tell the same verdicts, attempts and lines as one over a line that does not`, async () => {
  const places = new Limiter(AT_ONCE);
  const [calm, ...disturbed] = await Promise.all([undefined, ...Array.from({ length: DEPLOYS }, (_, i) => i + 1)]
    .map((seed) => places.run(() => inNamespace((namespace) => run(kubeconfig(), namespace, seed)))));
  const hits = sumOf(disturbed.map((outcome: Outcome) => outcome.hits));
  console.info(`${disturbed.map(({ seed, seconds }) => `seed ${seed}: ${seconds.toFixed(0)} s`).join(', ')}\n${JSON.stringify(hits)}`);
  expect(wrongIn(calm, calm)).toEqual([]);
  expect(calm.attempts).toHaveLength(9);
  expect(Object.fromEntries(disturbed.map((outcome) => [outcome.seed, wrongIn(outcome, calm)])))
    .toEqual(Object.fromEntries(disturbed.map(({ seed }) => [seed, []])));
  expect(ALL_FAULTS.filter((fault) => !(fault in hits))).toEqual([]);
}, 300_000);

test('a deploy that is killed in its middle and begun again tells the same verdicts, and all lines of what it follows', async () => {
  const expected = workload();
  const dir = mkdtempSync(join(tmpdir(), 'chaos-'));
  try {
    const wrong = await Promise.all(Array.from({ length: KILLED }, (_, i) => inNamespace(async (namespace) => {
      const deployOver = async (seed: number, killAfter?: number) => {
        const proxy = await proxyTo(kubeconfig(), new Plan(seed));
        try {
          const args = ['deploy', '-', '-n', namespace, '-o', 'json', '--timeout', '180s'];
          return await cli(args, {
            manifests: expected.map(({ manifest }) => manifest),
            env: { KUBECONFIG: proxy.writeKubeconfig(join(dir, String(seed))) },
            onProgress: (stderr, kill) => { if (killAfter !== undefined && stderr.split('\n').length > killAfter) kill('SIGKILL'); },
          });
        } finally {
          await proxy.close();
        }
      };
      const killed = await deployOver(1_000 + i, between(4, 400, i, 'lines'));
      expect(killed.code).toBeNull();
      const { stdout, stderr } = await deployOver(2_000 + i);
      const report = JSON.parse(stdout) as Report;
      return [...report.errors.map(({ message }) => message), ...differences(expected, report, said(eventsIn(stderr)), false)];
    })));
    expect(wrong).toEqual(Array.from({ length: KILLED }, () => []));
  } finally {
    rmSync(dir, { recursive: true });
  }
}, 300_000);

/** The events that the lines on stderr tell. */
function eventsIn(stderr: string): DeployEvent[] {
  return stderr.split('\n').flatMap((line): DeployEvent[] => {
    const [, pod, container = 'main', text] = /^([\w-]+)(?:\/([\w-]+))? \| (.*)$/.exec(line) ?? [];
    if (pod !== undefined) return [{ type: 'log', job: pod.split('-')[0], container, text } as DeployEvent];
    const [message] = /log of .*is not complete.*/.exec(line) ?? [];
    return message === undefined ? [] : [{ type: 'warning', message }];
  });
}
