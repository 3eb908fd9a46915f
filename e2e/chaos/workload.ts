import type { Manifest } from '../../src/deploy';

/** A Job, and what must be known of it in the end, whatever happens on the line. */
export interface Expected {
  readonly manifest: Manifest;
  readonly outcome: 'succeeded' | 'failed';
  readonly reason: string;
  /** Number of runs of each container in all, and number of lines that each writes. */
  readonly writes: Readonly<Record<string, { readonly runs: number; readonly lines: number }>>;
  /** The kubelet drops its logs early: Pods are deleted or containers restarted. So a gap is allowed if it is reported. */
  readonly vanishes?: boolean;
  /** Its last run is killed at its work. */
  readonly killed?: boolean;
}

/** Numbered lines, each with a name of the run that wrote it. The last has no newline. */
const write = (lines: number, pause = '') =>
  [
    'id=$(cat /proc/sys/kernel/random/uuid)',
    `awk -v id=$id 'BEGIN { for (i = 1; i <= ${lines}; i++) { printf "%s %d%s", id, i, i < ${lines} ? "\\n" : ""; ${pause} } }'`,
    'sleep 1', // the container runtime itself loses what is still in the pipe when a program ends
  ].join('; ');

interface Container {
  readonly name: string;
  readonly script: string;
  readonly volumeMounts?: object[];
}

function job(
  name: string,
  containers: readonly Container[],
  spec: object = {},
  pod: object = {},
): Manifest {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      backoffLimit: 0,
      ...spec,
      template: {
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 1,
          ...pod,
          containers: containers.map(({ script, ...container }) => ({
            ...container,
            image: 'busybox',
            command: ['sh', '-c', script],
          })),
        },
      },
    },
  };
}

const main = (script: string, more: Partial<Container> = {}): Container[] => [
  { name: 'main', script, ...more },
];

/** Jobs that end in every way, and write in every way. */
export function workload(): readonly Expected[] {
  return [
    {
      manifest: job('works', main(write(20))),
      outcome: 'succeeded',
      reason: 'CompletionsReached',
      writes: { main: { runs: 1, lines: 20 } },
    },
    {
      manifest: job('fails', main(`${write(5)}; exit 3`)),
      outcome: 'failed',
      reason: 'BackoffLimitExceeded',
      writes: { main: { runs: 1, lines: 5 } },
    },
    {
      manifest: job('retries', main(`${write(5)}; exit 4`), { backoffLimit: 1 }),
      outcome: 'failed',
      reason: 'BackoffLimitExceeded',
      writes: { main: { runs: 2, lines: 5 } },
    },
    {
      manifest: job(
        'restarts',
        main(
          `${write(10)}; if test -e /state/ran; then sleep 3; exit 0; fi; touch /state/ran; exit 5`,
          { volumeMounts: [{ name: 'state', mountPath: '/state' }] },
        ),
        { backoffLimit: 3 },
        {
          restartPolicy: 'OnFailure',
          volumes: [{ name: 'state', emptyDir: {} }],
        },
      ),
      outcome: 'succeeded',
      reason: 'CompletionsReached',
      writes: { main: { runs: 2, lines: 10 } },
      vanishes: true,
    },
    {
      manifest: job(
        'crashes',
        main(`${write(10)}; exit 6`),
        { backoffLimit: 1 },
        { restartPolicy: 'OnFailure' },
      ),
      outcome: 'failed',
      reason: 'BackoffLimitExceeded',
      writes: { main: { runs: 2, lines: 10 } },
      vanishes: true,
      killed: true,
    },
    {
      manifest: job('indexed', main(`${write(30)}; exit $(( JOB_COMPLETION_INDEX % 2 ))`), {
        completions: 3,
        parallelism: 3,
        completionMode: 'Indexed',
        backoffLimit: undefined,
        backoffLimitPerIndex: 0,
      }),
      outcome: 'failed',
      reason: 'FailedIndexes',
      writes: { main: { runs: 3, lines: 30 } },
    },
    {
      manifest: job('expires', main(write(5)), { ttlSecondsAfterFinished: 0 }),
      outcome: 'succeeded',
      reason: 'CompletionsReached',
      writes: { main: { runs: 1, lines: 5 } },
    },
    {
      manifest: job('chatty', [
        { name: 'main', script: write(2_000, 'if (i % 100 == 0) system("sleep 0.2")') },
        { name: 'silent', script: 'sleep 3' },
      ]),
      outcome: 'succeeded',
      reason: 'CompletionsReached',
      writes: { main: { runs: 1, lines: 2_000 }, silent: { runs: 1, lines: 0 } },
    },
  ];
}
