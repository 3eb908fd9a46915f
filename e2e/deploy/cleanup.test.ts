import { cli, deployCli, jobOf } from './cli';
import { apply, inNamespace, kubectl } from '../harness';

const run = (name: string, script = 'true') => {
  const job = jobOf(name, script, { backoffLimit: 0 });
  return { ...job, metadata: { name, labels: { 'cdk8s-jobs/id': 'migrate' } } };
};

test('cleanup deletes superseded runs and their Pods, and keeps the newest, the active and foreign Jobs', () =>
  inNamespace(async (namespace) => {
    for (const name of ['a', 'b', 'c']) {
      expect((await deployCli(namespace, [run(name)])).code).toBe(0);
    }
    await apply({ ...run('foreign'), metadata: { name: 'foreign' } }, namespace);
    const jobs = async () =>
      (
        await kubectl('get', 'jobs', '-n', namespace, '-o', 'jsonpath={.items[*].metadata.name}')
      ).stdout.split(' ');
    const dry = await cli(['cleanup', '-n', namespace, '--keep-succeeded', '1', '--dry-run']);
    expect(dry.stdout).toMatch(
      new RegExp(
        `^delete {6}Job ${namespace}/a \\(succeeded\\)\n` +
          `1 superseded run would be deleted in namespace ${namespace} of context \\S+\\.\n$`,
      ),
    );
    expect(await jobs()).toEqual(['a', 'b', 'c', 'foreign']);
    const { code, stdout } = await cli(['cleanup', '-n', namespace, '--keep-succeeded', '1']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^deleted +Job \S+\/a \(succeeded\)\n1 superseded run deleted in /);
    expect(await jobs()).toEqual(['b', 'c', 'foreign']);
    const pods = await kubectl(
      'wait',
      '--for=delete',
      'pod',
      '-l',
      'job-name=a',
      '-n',
      namespace,
      '--timeout=60s',
    );
    expect(pods.code).toBe(0);
  }));
