import { deployByProxy } from './deploy-by-proxy';
import type { Manifest, Report } from '../../src/deploy';
import { until } from '../cluster/until';
import { jobOf } from '../deploy/cli';
import { inNamespace, kubectl } from '../harness';

interface Result {
  readonly report: Report;
  readonly lines: readonly string[];
  readonly gaps: readonly string[];
  readonly falseGaps: readonly string[];
}

/** Deploys a Job, cuts the connections for its logs and Pods when the log has the line `cut`, and restores them after `meanwhile`. */
async function whileCut(
  job: Manifest,
  meanwhile: (namespace: string) => Promise<void>,
): Promise<Result> {
  return inNamespace(async (namespace) => {
    let happened: Promise<void> | undefined;
    const { report, events, lines, falseGaps } = await deployByProxy([job], {
      namespace,
      timeoutSeconds: 150,
      onEvent: (event, proxy) => {
        if (event.type !== 'log' || event.text !== 'cut' || happened !== undefined) return;
        proxy.gate = (_, url) => !/\/pods/.test(url);
        proxy.resetOpen(/\/pods/);
        happened = meanwhile(namespace).finally(() => {
          proxy.gate = () => true;
        });
      },
    });
    await happened;
    const of = `log of ${namespace}/${job.metadata.name}-`;
    const gaps = events.flatMap((event) =>
      event.type === 'warning' && event.message.startsWith(of)
        ? event.message.replace(/^\S+ \S+ \S+-\w+, /, '')
        : [],
    );
    return { report, lines, gaps, falseGaps };
  });
}

async function podStatus(namespace: string, path: string): Promise<string> {
  return (await kubectl('get', 'pods', '-n', namespace, '-o', `jsonpath={.items[*]${path}}`))
    .stdout;
}

const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/;

test.concurrent(
  'lines that the kubelet rotated away while the connection was down are reported as a gap, and the rest is printed once',
  async () => {
    // The kubelet keeps 10 MiB in one file and looks every ten seconds; what it gives is the newest file.
    const { report, lines, gaps, falseGaps } = await whileCut(
      jobOf(
        'rotates',
        'echo early; echo cut; sleep 2; awk \'BEGIN { for (i = 1; i <= 120000; i++) printf "%0100d\\n", i }\'; sleep 14; for i in 1 2 3; do echo late $i; done; touch /tmp/done; sleep 12',
      ),
      async (namespace) =>
        until(
          'the last lines',
          60_000,
          async () =>
            (await kubectl('exec', '-n', namespace, 'job/rotates', '--', 'ls', '/tmp/done'))
              .code === 0 || undefined,
        ).then(() => undefined),
    );
    expect(report.outcome).toBe('succeeded');
    expect(falseGaps).toEqual([]);
    expect(gaps).toEqual([
      expect.stringMatching(
        new RegExp(
          `^container main, is incomplete: lines between ${TIME.source} and ${TIME.source} may be missing: .*rotated`,
        ),
      ),
    ]);
    expect(lines.slice(0, 2)).toEqual(['early', 'cut']);
    expect(lines.slice(-3)).toEqual(['late 1', 'late 2', 'late 3']);
    const kept = lines.slice(2, -3).map(Number);
    expect(kept.every((number, i) => i === 0 || number === kept[i - 1] + 1)).toBe(true);
    expect(kept.length).toBeLessThan(120_000);
  },
  150_000,
);

test.concurrent(
  'lines of a Pod that is deleted while the connection is down are reported as a gap',
  async () => {
    const { report, lines, gaps, falseGaps } = await whileCut(
      jobOf(
        'deleted',
        'echo early; echo cut; sleep 2; echo unseen; sleep 60',
        { backoffLimit: 0 },
        { terminationGracePeriodSeconds: 1 },
      ),
      async (namespace) => {
        await kubectl('delete', 'pods', '-n', namespace, '--all');
      },
    );
    expect(report.jobs[0].outcome).toBe('failed');
    expect(falseGaps).toEqual([]);
    expect(lines).toEqual(['early', 'cut']);
    expect(gaps).toEqual([
      expect.stringMatching(
        new RegExp(`^container main, is incomplete: lines after ${TIME.source} may be missing: `),
      ),
    ]);
  },
  150_000,
);

test.concurrent(
  'runs that began and ended in one Pod while the connection was down are reported as a gap',
  async () => {
    const script =
      'n=$(cat /state/n 2>/dev/null || echo 0); echo $((n + 1)) > /state/n; echo run $n; test $n -eq 3 && sleep 8 && exit 0; echo cut; sleep 1; exit 1';
    const { report, lines, gaps, falseGaps } = await whileCut(
      jobOf(
        'jumps',
        '',
        { backoffLimit: 6 },
        {
          restartPolicy: 'OnFailure',
          volumes: [{ name: 'state', emptyDir: {} }],
          containers: [
            {
              name: 'main',
              image: 'busybox',
              command: ['sh', '-c', script],
              volumeMounts: [{ name: 'state', mountPath: '/state' }],
            },
          ],
        },
      ),
      async (namespace) =>
        until(
          'the last run',
          90_000,
          async () =>
            (await podStatus(namespace, '.status.containerStatuses[*].restartCount')) === '3' ||
            undefined,
        ).then(() => undefined),
    );
    expect(report.jobs[0].outcome).toBe('succeeded');
    expect(falseGaps).toEqual([]);
    expect(gaps).toContain(
      'container main, is incomplete: 1 run ended before it was observed, and the kubelet keeps only the last two',
    );
    // Logs of different runs are read side by side, so their lines come in any order.
    expect(lines.filter((line) => line !== 'cut').sort()).toEqual(['run 0', 'run 2', 'run 3']);
  },
  150_000,
);
