import { cli, deployCli, deployReport, jobOf, logLines } from './cli';
import { inNamespace, kubectl } from '../harness';

test('deploying the same files again changes nothing, runs nothing, and exits with 0', () =>
  inNamespace(async (namespace) => {
    const job = jobOf('once', 'echo ran');
    const first = await deployReport(namespace, [job]);
    const second = await deployReport(namespace, [job]);
    expect([first.code, second.code]).toEqual([0, 0]);
    expect([first.report.applied[0].action, second.report.applied[0].action]).toEqual([
      'created',
      'unchanged',
    ]);
    expect(second.report.jobs[0].uid).toBe(first.report.jobs[0].uid);
    expect(second.report.jobs[0].attempts).toEqual(first.report.jobs[0].attempts);
    expect(logLines(first.stderr, 'once')).toEqual(['ran']);
    expect(logLines(second.stderr, 'once')).toEqual([]);
    const { stdout } = await kubectl('get', 'pods', '-n', namespace, '-o', 'name');
    expect(stdout.trim().split('\n')).toHaveLength(1);
  }));

test('objects that a Job needs are applied before it, whatever the order of the files', () =>
  inNamespace(async (namespace) => {
    const pod = {
      containers: [
        {
          name: 'main',
          image: 'busybox',
          command: ['sh', '-c', 'echo $GREETING'],
          envFrom: [{ configMapRef: { name: 'words' } }],
        },
      ],
    };
    const own = `${namespace}-own`;
    const inOwn = (manifest: Record<string, unknown>) => ({
      ...manifest,
      metadata: { ...(manifest.metadata as object), namespace: own },
    });
    const { code, stderr } = await cli(['deploy', '-'], {
      manifests: [
        inOwn(jobOf('greets', '', {}, pod)),
        inOwn({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'words' },
          data: { GREETING: 'hello from a ConfigMap' },
        }),
        { apiVersion: 'v1', kind: 'Namespace', metadata: { name: own } },
      ],
    });
    await kubectl('delete', 'namespace', own, '--wait=false');
    expect(code).toBe(0);
    expect(logLines(stderr, 'greets')).toEqual(['hello from a ConfigMap']);
    expect(
      stderr
        .split('\n')
        .filter((line) => line.startsWith('created'))
        .map((line) => line.split(/\s+/)[1]),
    ).toEqual(['Namespace', 'ConfigMap', 'Job']);
  }));

test('a custom resource waits for its definition in the same input', () =>
  inNamespace(async (namespace) => {
    const group = `${namespace}.example.com`;
    const { code, stderr } = await deployCli(namespace, [
      { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name: 'one' } },
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `widgets.${group}` },
        spec: {
          group,
          scope: 'Namespaced',
          names: { plural: 'widgets', kind: 'Widget' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: { openAPIV3Schema: { type: 'object' } },
            },
          ],
        },
      },
    ]);
    await kubectl('delete', 'crd', `widgets.${group}`, '--wait=false');
    expect(stderr).toMatch(/^created +Widget /m);
    expect(code).toBe(0);
  }));

test('input without a Job is applied, and deploy reports that there is nothing to wait for', () =>
  inNamespace(async (namespace) => {
    const { code, stdout } = await deployCli(namespace, [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
    ]);
    expect(code).toBe(0);
    expect(stdout).toBe('1 object applied; no Job to wait for.\n');
  }));
