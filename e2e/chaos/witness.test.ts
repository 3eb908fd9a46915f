import { Witness } from './witness';
import { until } from '../cluster/until';
import { jobOf } from '../deploy/cli';
import { apply, inNamespace, kubectl } from '../harness';

/** The judgement of a witness about a gap in one of two runs of a container. The second run continues. */
async function afterGapIn(
  restarts: number,
  printed: readonly string[],
  gone = false,
): Promise<string[]> {
  return inNamespace(async (namespace) => {
    const script =
      'n=$(cat /state/n 2>/dev/null || echo 0); echo $((n + 1)) > /state/n; echo run $n; sleep 1; test $n -eq 0 && exit 1; sleep 60';
    await apply(
      jobOf(
        'twice',
        '',
        {},
        {
          restartPolicy: 'OnFailure',
          terminationGracePeriodSeconds: 0,
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
      namespace,
    );
    const pod = await until('the second run', 60_000, async () => {
      const { stdout } = await kubectl(
        'get',
        'pods',
        '-n',
        namespace,
        '-o',
        'jsonpath={.items[*].metadata.name} {.items[*].status.containerStatuses[*].restartCount} {.items[*].status.phase}',
      );
      return /^(\S+) 1 Running$/.exec(stdout)?.[1];
    });
    await until(
      'its line',
      10_000,
      async () => (await kubectl('logs', pod, '-n', namespace)).stdout !== '' || undefined,
    );
    if (gone) await kubectl('delete', 'pod', pod, '-n', namespace);
    const witness = new Witness();
    witness.see({
      type: 'warning',
      message: 'not complete',
      log: { namespace, job: 'twice', pod, container: 'main', restarts },
    });
    return witness.falseGaps(printed);
  });
}

test.concurrent.each([
  [
    'the run that goes on',
    1,
    ['run 0'],
    [expect.stringContaining('run 1 still had 1 lines that were never printed (run 1 …)')],
  ],
  [
    'the run before it',
    0,
    ['run 1'],
    [expect.stringContaining('run 0 still had 1 lines that were never printed (run 0 …)')],
  ],
  ['a run whose lines were all printed later', 1, ['run 1'], []],
] as const)(
  'a witness of %s decides whether a reported gap is real',
  async (_, restarts, printed, expected) => {
    expect(await afterGapIn(restarts, printed)).toEqual(expected);
  },
  120_000,
);

test.concurrent(
  'a witness accepts a gap in the log of a deleted Pod',
  async () => {
    expect(await afterGapIn(1, [], true)).toEqual([]);
  },
  120_000,
);
