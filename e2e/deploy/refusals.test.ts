import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { accountWith, kubeconfigFor } from './account';
import { deployCli, deployReport, jobOf } from './cli';
import { temporaryFolder } from '../../test/temporary-folder';
import { apply, inNamespace, kubectl } from '../harness';

/** How a webhook answers: it refuses, or never answers. */
type Answer = 'refuses' | 'hangs';

let certificate: string;
let server: Server;
const answers = new Map<string, Answer>();

beforeAll(async () => {
  const folder = temporaryFolder('webhook-');
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      join(folder, 'key'),
      '-out',
      join(folder, 'crt'),
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    ],
    { stdio: 'ignore' },
  );
  certificate = readFileSync(join(folder, 'crt'), 'utf8');
  server = createServer(
    { key: readFileSync(join(folder, 'key')), cert: certificate },
    (request, response) => {
      void buffer(request).then((body) => {
        const {
          request: { uid, namespace },
        } = JSON.parse(body.toString('utf8')) as { request: { uid: string; namespace: string } };
        const answer = answers.get(namespace);
        if (answer === 'hangs') return;
        const status = { code: 403, message: 'the moon is full' };
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({
            apiVersion: 'admission.k8s.io/v1',
            kind: 'AdmissionReview',
            response: { uid, allowed: false, status },
          }),
        );
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Runs a test in a namespace whose Jobs, or Pods, a webhook has a say about. */
async function withWebhook(
  answer: Answer,
  resource: 'jobs' | 'pods',
  work: (namespace: string) => Promise<void>,
): Promise<void> {
  await inNamespace(async (namespace) => {
    answers.set(namespace, answer);
    const [group, name] = [resource === 'jobs' ? 'batch' : '', `${namespace}.example.com`];
    await apply({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name: namespace },
      webhooks: [
        {
          name,
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          failurePolicy: 'Fail',
          timeoutSeconds: 1,
          clientConfig: {
            url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`,
            caBundle: Buffer.from(certificate).toString('base64'),
          },
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
          rules: [
            {
              apiGroups: [group],
              apiVersions: ['v1'],
              operations: ['CREATE'],
              resources: [resource],
            },
          ],
        },
      ],
    });
    try {
      await work(namespace);
    } finally {
      await kubectl('delete', 'validatingwebhookconfiguration', namespace, '--ignore-not-found');
    }
  });
}

test.concurrent(
  'deploy prints the message of a webhook that rejects a Job, and applies nothing',
  () =>
    withWebhook('refuses', 'jobs', async (namespace) => {
      const { code, stdout, stderr } = await deployCli(namespace, [
        jobOf('a', 'true'),
        jobOf('b', 'true'),
      ]);
      expect(code).toBe(3);
      expect(
        stderr.match(/^error: Job [ab] .*denied the request: the moon is full$/gm),
      ).toHaveLength(2);
      expect(stdout).toBe('Nothing was applied.\n');
    }),
);

const frozen = (a: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'frozen' },
  immutable: true,
  data: { a },
});
const workload = (app: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app } },
    template: {
      metadata: { labels: { app } },
      spec: { containers: [{ name: 'main', image: 'busybox' }] },
    },
  },
});
const settings = (a: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings' },
  data: { a },
});

test.concurrent('deploy changes nothing when the API server would reject some of the objects', () =>
  inNamespace(async (namespace) => {
    const job = jobOf('a', 'true');
    const before = [settings('1'), frozen('1'), workload('web'), job];
    expect((await deployCli(namespace, before)).code).toBe(0);
    const { code, stdout, stderr } = await deployCli(namespace, [
      settings('2'),
      frozen('2'),
      workload('other'),
      job,
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^error: ConfigMap frozen .*field is immutable when `immutable` is set/m,
    );
    expect(stderr).toMatch(/^error: Deployment web .*field is immutable; rename the object/m);
    expect(stdout).toBe('Nothing was applied.\n');
    const { stdout: value } = await kubectl(
      ...['get', 'configmap', 'settings', '-n', namespace, '-o', 'jsonpath={.data.a}'],
    );
    expect(value).toBe('1');
  }),
);

test.concurrent('deploy applies a Pod and a Job that need what the same input creates', () =>
  inNamespace(async (namespace) => {
    const other = `${namespace}-other`;
    const metadata = (name: string) => ({ name, namespace: other });
    const quota = { hard: { 'count/configmaps': '5' } };
    const { template } = jobOf('a', 'true').spec as { template: { spec: object } };
    const cluster = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: other } },
      {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: other },
        value: 1,
      },
    ];
    const input = [
      ...cluster,
      { apiVersion: 'v1', kind: 'ResourceQuota', metadata: metadata('few'), spec: quota },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('runner') },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: metadata('pod'),
        spec: { ...template.spec, serviceAccountName: 'runner', priorityClassName: other },
      },
      { ...settings('1'), metadata: metadata('settings') },
      { ...jobOf('a', 'true'), metadata: metadata('a') },
    ];
    try {
      const { code, stderr } = await deployCli('', input);
      expect(stderr).not.toContain('error:');
      expect(code).toBe(0);
    } finally {
      await kubectl('delete', 'namespace', other, '--ignore-not-found', '--wait=false');
      await kubectl('delete', 'priorityclass', other, '--ignore-not-found');
    }
  }),
);

test.concurrent('deploy applies a binding to a role of the same input with few rights', () =>
  inNamespace(async (namespace) => {
    const group = 'rbac.authorization.k8s.io';
    const token = await accountWith(namespace, ['get configmaps']);
    const rules = [
      {
        apiGroups: [group],
        resources: ['roles', 'rolebindings'],
        verbs: ['get', 'patch', 'create'],
      },
    ];
    const admin = { apiVersion: `${group}/v1`, metadata: { name: 'rights' } };
    await apply({ ...admin, kind: 'Role', rules }, namespace);
    const subjects = [{ kind: 'ServiceAccount', name: 'deployer', namespace }];
    const toRole = (name: string) => ({ apiGroup: group, kind: 'Role', name });
    await apply({ ...admin, kind: 'RoleBinding', roleRef: toRole('rights'), subjects }, namespace);
    const own = { apiVersion: `${group}/v1`, metadata: { name: 'reader' } };
    const reads = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }];
    const { code, stderr } = await deployCli(
      namespace,
      [
        { ...own, kind: 'RoleBinding', roleRef: toRole('reader'), subjects },
        { ...own, kind: 'Role', rules: reads },
      ],
      [],
      { env: { KUBECONFIG: kubeconfigFor({ token }) } },
    );
    expect(stderr).not.toContain('error:');
    expect(code).toBe(0);
  }),
);

test.concurrent('deploy retries when a webhook does not answer, and then reports it', () =>
  withWebhook('hangs', 'jobs', async (namespace) => {
    const { code, stdout, stderr } = await deployCli(namespace, [jobOf('a', 'true')]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: Job a .*failed calling webhook/m);
    expect(stdout).toBe('Nothing was applied.\n');
  }),
);

test.concurrent('a Job is stuck when a webhook rejects its Pods', () =>
  withWebhook('refuses', 'pods', async (namespace) => {
    const { code, report } = await deployReport(namespace, [jobOf('a', 'true')]);
    expect(code).toBe(5);
    expect(report.jobs[0]).toMatchObject({
      outcome: 'stuck',
      reason: 'FailedCreate',
      message: expect.stringContaining('the moon is full') as string,
    });
  }),
);

test.concurrent('deploy is rejected in a namespace that is being deleted', () =>
  inNamespace(async (namespace) => {
    // What has a finalizer keeps its namespace from going.
    const held = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'held', finalizers: ['example.com/held'] },
    };
    await apply(held, namespace);
    await kubectl('delete', 'namespace', namespace, '--wait=false');
    try {
      const { code, stdout, stderr } = await deployCli(namespace, [jobOf('a', 'true')]);
      expect(code).toBe(3);
      expect(stderr).toMatch(/^error: Job a .*because it is being terminated$/m);
      expect(stdout).toBe('Nothing was applied.\n');
    } finally {
      await kubectl(
        'patch',
        'configmap',
        'held',
        '-n',
        namespace,
        '--type=merge',
        '-p',
        '{"metadata":{"finalizers":null}}',
      );
    }
  }),
);

test.concurrent('deploy reports which Jobs were applied when a quota of Jobs is exceeded', () =>
  inNamespace(async (namespace) => {
    await apply(
      {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { name: 'few' },
        spec: { hard: { 'count/jobs.batch': '1' } },
      },
      namespace,
    );
    for (let tries = 0; tries < 100; tries++) {
      // the quota is counted some time after it was made
      if (
        (
          await kubectl(
            'get',
            'resourcequota',
            'few',
            '-n',
            namespace,
            '-o',
            'jsonpath={.status.hard}',
          )
        ).stdout !== ''
      ) {
        break;
      }
    }
    const { code, stdout, stderr } = await deployCli(namespace, [
      jobOf('a', 'true'),
      jobOf('b', 'true'),
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^error: Job [ab] .*exceeded quota: few, requested: count\/jobs\.batch=1, used: count\/jobs\.batch=1, limited: count\/jobs\.batch=1$/m,
    );
    expect(stdout).toMatch(/^1 object was applied before that: Job e2e-\w+\/[ab] created\.$/m);
  }),
);

test.concurrent('deploy reports an object over one megabyte in a short message', () =>
  inNamespace(async (namespace) => {
    const big = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'big' },
      data: { text: 'x'.repeat(1_200_000) },
    };
    const { code, stdout, stderr } = await deployCli(namespace, [big, jobOf('a', 'true')]);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /Too long: may not be more than 1048576 bytes|must have at most 1048576 bytes/,
    );
    expect(stderr.length).toBeLessThan(1_000);
    expect(stdout).toBe('Nothing was applied.\n');
  }),
);

test.concurrent('deploy does not send an object that exceeds the limit of a request', () =>
  inNamespace(async (namespace) => {
    const { code, stderr } = await deployCli(namespace, [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'big' },
        data: { text: 'x'.repeat(4_000_000) },
      },
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*: the document is larger than 3 MiB\b/m);
  }),
);

test.concurrent.each([
  ['a day ahead', 86_400],
  ['a day behind', -86_400],
])('deploy works with a local clock that is %s', async (_, seconds) =>
  inNamespace(async (namespace) => {
    const skewed = `const real = Date; globalThis.Date = class extends real {
    constructor(...given) { super(...given.length === 0 ? [real.now() + ${seconds}e3] : given); }
    static now() { return real.now() + ${seconds}e3; }
  };`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(skewed)}` };
    const { code, stdout, stderr } = await deployCli(
      namespace,
      [
        jobOf('works', 'sleep 2; echo hello', { ttlSecondsAfterFinished: 0 }),
        jobOf(
          'stuck',
          'true',
          {},
          { containers: [{ name: 'main', image: 'no/such:1', imagePullPolicy: 'Never' }] },
        ),
        jobOf('account', 'true', {}, { serviceAccountName: 'nope' }),
      ],
      [],
      { env },
    );
    expect(code).toBe(5);
    expect(stdout).toMatch(/^succeeded +Job \S+\/works in [2-9]s$/m);
    expect(stdout).toMatch(/^stuck +Job \S+\/stuck/m);
    expect(stdout).toMatch(/^stuck +Job \S+\/account/m);
    expect(stderr).toContain('| hello');
  }),
);
