import { startApiserver, type Apiserver } from '.';
import { deploy, DeployEvent, DeployOptions, Manifest, plan } from '../../src/deploy';
import { loadAccess } from '../../src/deploy/kube/kubeconfig';
import { httpTransport, type Transport } from '../../src/deploy/kube/transport';
import { jobOf } from '../deploy/cli';

let apiserver: Apiserver;
let transport: Transport;

beforeAll(async () => {
  apiserver = await startApiserver('1.29', { say: (line) => console.info(line) });
  transport = httpTransport(await loadAccess({ kubeconfig: apiserver.kubeconfig }));
}, 60 * 60_000);

afterAll(async () => {
  await transport?.close();
  await apiserver?.stop();
});

/** A deploy to an API server without controllers, so that its Jobs never run. */
async function deployed(manifests: readonly Manifest[], options: DeployOptions = {}) {
  const events: DeployEvent[] = [];
  const onEvent = (event: DeployEvent) => {
    events.push(event);
    options.onEvent?.(event);
  };
  const report = await deploy(manifests, {
    kubeconfig: apiserver.kubeconfig,
    timeoutSeconds: 2,
    ...options,
    onEvent,
  });
  return {
    report,
    warnings: events.flatMap((event) => (event.type === 'warning' ? [event.message] : [])),
  };
}

/** Writes what a controller would. */
async function complete(name: string): Promise<void> {
  const time = new Date().toISOString();
  const { status } = await transport.request({
    method: 'PATCH',
    path: `/apis/batch/v1/namespaces/default/jobs/${name}/status`,
    headers: { 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({
      status: {
        startTime: time,
        completionTime: time,
        conditions: [{ type: 'Complete', status: 'True', lastTransitionTime: time }],
      },
    }),
  });
  expect(status).toBe(200);
}

test('a Job is planned, applied, watched and judged on Kubernetes 1.29', async () => {
  const { report, warnings } = await deployed([jobOf('old', 'true')], {
    timeoutSeconds: 30,
    onEvent: ({ type }) => {
      if (type === 'applied') setTimeout(() => void complete('old'), 1_000);
    },
  });
  expect(report).toMatchObject({
    outcome: 'succeeded',
    applied: [{ action: 'created' }],
    jobs: [{ name: 'old', outcome: 'succeeded' }],
  });
  expect(warnings).toEqual([]);
});

test('deploy and plan name the fields that Kubernetes 1.29 drops silently', async () => {
  const job = jobOf(
    'dropped',
    'true',
    {},
    {
      hostUsers: false,
      containers: [
        {
          name: 'main',
          image: 'busybox',
          resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
        },
      ],
    },
  );
  const named = [
    'spec.template.spec.containers[0].resizePolicy',
    'spec.template.spec.hostUsers',
  ].map(
    (field) =>
      `${field} was dropped: the feature is not enabled in this cluster, or a webhook removes the field`,
  );
  expect((await plan([job], { kubeconfig: apiserver.kubeconfig })).objects).toMatchObject([
    { name: 'dropped', action: 'create', warnings: named },
  ]);
  const { report, warnings } = await deployed([job]);
  expect(report.applied).toMatchObject([{ name: 'dropped', action: 'created' }]);
  expect(warnings).toEqual(named);
});

test('deploy names a field that Kubernetes 1.29 does not know, and applies nothing', async () => {
  // Of several in one object it names whichever it meets first.
  const { report } = await deployed([
    jobOf('known', 'true'),
    jobOf('managed', 'true', { managedBy: 'example.com/other' }),
    jobOf('early', 'true', { successPolicy: { rules: [] } }),
  ]);
  expect(report).toMatchObject({ outcome: 'rejected', applied: [], jobs: [] });
  const messages = report.errors.map(({ message }) => message).join('\n');
  expect(messages).toMatch(/\.spec\.managedBy: field not declared in schema/);
  expect(messages).toMatch(/\.spec\.successPolicy: field not declared in schema/);
});

test('deploy prints the warnings of Kubernetes 1.29', async () => {
  const { warnings } = await deployed([
    jobOf('warned', 'true', {}, { nodeSelector: { 'beta.kubernetes.io/os': 'linux' } }),
  ]);
  expect(warnings).toEqual([
    expect.stringMatching(
      /^spec\.template\.spec\.nodeSelector\[beta\.kubernetes\.io\/os\]: deprecated/,
    ),
  ]);
});
