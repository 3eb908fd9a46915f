import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goInputs } from '../../e2e/cluster/build';
import { cached } from '../../e2e/cluster/cache';
import { run } from '../../e2e/cluster/command';

const KWOK = 'sigs.k8s.io/kwok/cmd/kwok@v0.8.0';
/** A node takes no more Pods than it says it does. */
const NODES = 10;
const ROOM = { cpu: '10000', memory: '10000Gi', pods: '20000' };
/** How long the program of a Pod takes, in milliseconds. */
const WORK = 200;

/** A step in the life of an object: when it is due, and what its status is then. */
function stage(
  name: string,
  kind: string,
  matchExpressions: object[],
  next: object,
  delay = 0,
): object {
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: 'v1', kind },
      selector: { matchExpressions },
      delay: { durationMilliseconds: delay },
      next,
    },
  };
}

const containers = (state: string) => `containerStatuses:
{{ range .spec.containers }}
- {name: {{ .name | Quote }}, image: {{ .image | Quote }}, imageID: "", ready: false, restartCount: 0, state: ${state}}
{{ end }}`;
const ALIVE = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };

const STAGES = [
  stage('node', 'Node', [{ key: '.status.phase', operator: 'NotIn', values: ['Running'] }], {
    statusTemplate: `phase: Running\nallocatable: ${JSON.stringify(ROOM)}\ncapacity: ${JSON.stringify(ROOM)}\nconditions: [{type: Ready, status: "True", reason: Fake, message: fake, lastHeartbeatTime: {{ Now | Quote }}, lastTransitionTime: {{ Now | Quote }}}]`,
  }),
  stage('pod-runs', 'Pod', [ALIVE, { key: '.status.startTime', operator: 'DoesNotExist' }], {
    statusTemplate: `phase: Running\nstartTime: {{ Now | Quote }}\n${containers('{running: {startedAt: {{ Now | Quote }}}}')}`,
  }),
  stage(
    'pod-ends',
    'Pod',
    [ALIVE, { key: '.status.phase', operator: 'In', values: ['Running'] }],
    {
      statusTemplate: `phase: Succeeded\n${containers('{terminated: {exitCode: 0, reason: Completed, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }}}}')}`,
    },
    WORK,
  ),
  stage('pod-goes', 'Pod', [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }], {
    finalizers: { empty: false },
    delete: true,
  }),
];

/** What a Pod needs to be put on a fake node. */
export const ON_FAKE_NODE = {
  nodeSelector: { fake: 'true' },
  tolerations: [{ key: 'fake', operator: 'Exists' }],
};

/** Nodes on which Pods run for 200 ms and succeed, without a container anywhere. @returns a way to end them */
export async function fakeNodes(kubeconfig: string, kubectl: string): Promise<() => void> {
  const dir = await cached('kwok', [KWOK, ...(await goInputs())], async (unfinished) => {
    await run('go', ['install', KWOK], {
      env: { ...process.env, GOBIN: unfinished },
      timeoutMs: 15 * 60_000,
    });
  });
  const folder = mkdtempSync(join(tmpdir(), 'fake-nodes-'));
  const stages = join(folder, 'stages.yaml');
  writeFileSync(stages, STAGES.map((one) => JSON.stringify(one)).join('\n---\n'));
  const nodes = join(folder, 'nodes.json');
  writeFileSync(
    nodes,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: Array.from({ length: NODES }, (_, i) => ({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: `fake-${i}`, labels: { fake: 'true' } },
        spec: { taints: [{ key: 'fake', effect: 'NoSchedule' }] },
      })),
    }),
  );
  const arguments_ = [
    '--kubeconfig',
    kubeconfig,
    '--config',
    stages,
    '--manage-nodes-with-label-selector',
    'fake=true',
    '--node-lease-duration-seconds',
    '40',
  ];
  const kwok = spawn(join(dir, 'kwok'), arguments_, { stdio: 'ignore' });
  await run(kubectl, ['--kubeconfig', kubeconfig, 'apply', '-f', nodes]);
  await run(
    kubectl,
    [
      '--kubeconfig',
      kubeconfig,
      'wait',
      '--for=condition=Ready',
      'node',
      '-l',
      'fake=true',
      '--timeout=60s',
    ],
    { timeoutMs: 90_000 },
  );
  return () => {
    kwok.kill();
    rmSync(folder, { recursive: true });
    void run(kubectl, [
      '--kubeconfig',
      kubeconfig,
      'delete',
      'node',
      '-l',
      'fake=true',
      '--wait=false',
    ]);
  };
}
