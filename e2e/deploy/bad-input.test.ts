import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, CliResult, deployCli, deployReport, jobOf } from './cli';
import { temporaryFolder } from '../../test/temporary-folder';
import { inNamespace, kubeconfig, kubectl } from '../harness';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder('bad-input-');
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The kubeconfig of the cluster, with something wrong. */
function kubeconfigWith(name: string, change: (text: string) => string): string {
  const text = readFileSync(kubeconfig(), 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  return write(name, changed);
}

/** One clear message a problem, the right exit code, nothing on stdout unless said, and never a stack trace. */
function expectMessage(
  { code, stdout, stderr }: CliResult,
  expected: { code: number; stderr: RegExp; stdout?: string },
): void {
  expect(stderr).toMatch(expected.stderr);
  expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
  expect(stdout).toBe(expected.stdout ?? '');
  expect(code).toBe(expected.code);
}

const JOB = JSON.stringify(jobOf('a', 'true'));
const NOTHING = 'Nothing was applied.\n';

test('deploy rejects a call without a path', async () => {
  expectMessage(await cli(['deploy']), {
    code: 2,
    stderr: /^error: no manifests: name files or folders .* cdk8s\.yaml$/m,
  });
});

test('deploy rejects an option that does not exist', async () => {
  expectMessage(await cli(['deploy', '-', '--wiat']), {
    code: 2,
    stderr: /^error: unknown option '--wiat'/m,
  });
});

test('deploy rejects a duration without a unit', async () => {
  expectMessage(await cli(['deploy', '-', '--timeout', '5']), {
    code: 2,
    stderr: /argument '5' is invalid. A duration is a number with a unit/,
  });
});

test('deploy rejects a file that does not exist', async () => {
  expectMessage(await cli(['deploy', join(folder, 'nope.yaml')]), {
    code: 2,
    stderr: /^error: \S+nope\.yaml: no such file or folder$/m,
  });
});

test('deploy rejects invalid YAML with file and line', async () => {
  const file = write(
    'broken.yaml',
    'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\n spec: {}\n',
  );
  expectMessage(await cli(['deploy', file]), {
    code: 2,
    stderr: new RegExp(`^error: ${file}:5:\\d+: `, 'm'),
  });
});

test('deploy rejects a file that is not a manifest with file and line', async () => {
  const file = write('values.yaml', '# values\nreplicas: 3\n');
  expectMessage(await cli(['deploy', file]), {
    code: 2,
    stderr: new RegExp(`^error: ${file}:2:1: no apiVersion and no kind`, 'm'),
  });
});

test('deploy rejects input without manifests', async () => {
  expectMessage(await cli(['deploy', write('empty.yaml', '---\n# nothing\n')]), {
    code: 2,
    stderr: /no manifests found/,
  });
});

test('deploy reports every problem of its input at once', async () => {
  const { code, stderr } = await cli([
    'deploy',
    join(folder, 'nope.yaml'),
    write('one.yaml', 'a: [1'),
    write('two.yaml', `- 1\n---\n${JOB}\n---\n- 2\n`),
  ]);
  expect(
    stderr
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('error: ')),
  ).toHaveLength(4);
  expect(code).toBe(2);
});

test('deploy rejects an object that is described twice', async () => {
  expectMessage(await cli(['deploy', write('twice.yaml', `${JOB}\n---\n${JOB}`)]), {
    code: 2,
    stderr: /twice\.yaml:3:1: Job a is described twice, first at \S+twice\.yaml:1$/m,
  });
});

test('deploy rejects a namespace other than that of a manifest, as kubectl does', async () => {
  const file = write(
    'elsewhere.yaml',
    JSON.stringify({ ...jobOf('a', 'true'), metadata: { name: 'a', namespace: 'x' } }),
  );
  expectMessage(await cli(['deploy', file, '-n', 'y']), {
    code: 2,
    stderr: /Job a has namespace x, but the requested namespace is y/,
  });
});

test('deploy rejects when no cluster is configured', async () => {
  expectMessage(
    await cli(['deploy', write('job.json', JOB)], {
      env: { KUBECONFIG: join(folder, 'none'), HOME: folder },
    }),
    { code: 3, stderr: /^error: no cluster is configured: no file in KUBECONFIG exists/m },
  );
});

test('deploy rejects a kubeconfig that does not exist', async () => {
  expectMessage(
    await cli(['deploy', write('job.json', JOB), '--kubeconfig', join(folder, 'none')]),
    { code: 3, stderr: /^error: kubeconfig \S+none: no such file$/m },
  );
});

test('deploy rejects a context that does not exist, and lists the contexts', async () => {
  expectMessage(
    await cli(['deploy', write('job.json', JOB), '--context', 'nope', '--timeout', '10m']),
    { code: 3, stderr: /^error: \S+: no context "nope"; it has \S+/m },
  );
});

test('deploy reports a cluster that does not answer', async () => {
  const config = kubeconfigWith('refused', (text) =>
    text.replace(/server: .*/, 'server: https://127.0.0.1:1'),
  );
  expectMessage(await cli(['deploy', write('job.json', JOB), '--kubeconfig', config]), {
    code: 3,
    stderr: /^error: no API server answers at https:\/\/127\.0\.0\.1:1 \(connection refused\)/m,
    stdout: NOTHING,
  });
});

test('deploy reports a host that does not exist', async () => {
  const config = kubeconfigWith('unknown', (text) =>
    text.replace(/server: .*/, 'server: https://no-such-host.invalid:6443'),
  );
  expectMessage(await cli(['deploy', write('job.json', JOB), '--kubeconfig', config]), {
    code: 3,
    stderr: /^error: the host of https:\/\/no-such-host\.invalid:6443 is unknown/m,
    stdout: NOTHING,
  });
});

test('deploy reports a certificate that is not trusted', async () => {
  const config = kubeconfigWith('untrusted', (text) =>
    text.replace(/certificate-authority(-data)?: .*/, ''),
  );
  expectMessage(await cli(['deploy', write('job.json', JOB), '--kubeconfig', config]), {
    code: 3,
    stderr: /^error: the certificate of https:\S+ is not trusted/m,
    stdout: NOTHING,
  });
});

test('deploy reports credentials that the API server does not accept', async () => {
  const config = kubeconfigWith('unauthorized', (text) =>
    text
      .replace(/client-certificate(-data)?: .*/, 'token: nonsense')
      .replace(/client-key(-data)?: .*/, ''),
  );
  expectMessage(await cli(['deploy', write('job.json', JOB), '--kubeconfig', config]), {
    code: 3,
    stderr: /^error: the API server does not accept the credentials/m,
    stdout: NOTHING,
  });
});

test('deploy applies nothing when the API server would reject a Job, and prints its message', () =>
  inNamespace(async (namespace) => {
    const { code, stdout, stderr } = await deployCli(
      namespace,
      [
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'good' } },
        jobOf('good', 'true'),
        jobOf('bad', 'true', { backoffLimit: -1 }),
        jobOf('worse', 'true', {}, { restartPolicy: 'Always' }),
      ],
      ['--validate', 'ignore'],
    );
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^error: Job bad \(\S+ input\):\d+:1\) was rejected: Job\.batch "bad" is invalid: spec\.backoffLimit: Invalid value: -1/m,
    );
    expect(stderr).toMatch(
      /^error: Job worse .*spec\.template\.spec\.restartPolicy: Required value/m,
    );
    expect(stdout).toBe('Nothing was applied.\n');
    for (const what of ['jobs', 'configmap/good']) {
      const { stdout: found } = await kubectl('get', what, '-n', namespace, '-o', 'name');
      expect(found).toBe('');
    }
  }));

test.each(['deploy', 'plan'])(
  '%s rejects an invalid manifest offline, with its position and a fix',
  async (command) => {
    const file = write(
      'refused.yaml',
      `# Jobs\n${JSON.stringify(jobOf('bad', 'true', { backoffLimit: -1 }), null, 2)}\n---\n${JOB}\n`,
    );
    const { code, stdout, stderr } = await cli([
      command,
      file,
      '--kubeconfig',
      join(folder, 'none'),
    ]);
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('backoffLimit')) + 1;
    expect(stderr).toMatch(
      new RegExp(
        `^Job bad\n\n  ${file}:${line}:\\d+  rejected .*\n    spec.backoffLimit: .*\n    fix: `,
      ),
    );
    expect(stderr).toMatch(
      /^1 rejected in 1 of 2 Jobs and CronJobs\nerror: validation failed, nothing was applied; /m,
    );
    expect(stdout).toBe('');
    expect(code).toBe(2);
  },
);

test('deploy with --validate warn prints problems as warnings, and the API server decides', () =>
  inNamespace(async (namespace) => {
    const { code, stderr } = await deployCli(
      namespace,
      [jobOf('bad', 'true', { backoffLimit: -1, activeDeadlineSeconds: 0 })],
      ['--validate', 'warn'],
    );
    expect(stderr).toMatch(/^1 rejected, 1 never-starts in 1 of 1 Job or CronJob$/m);
    expect(stderr).toMatch(/^error: Job bad .* was rejected: /m);
    expect(code).toBe(3);
  }));

test('deploy applies no Job when the API server rejects an object that Jobs may need', () =>
  inNamespace(async (namespace) => {
    const { code, report } = await deployReport(namespace, [
      jobOf('needs', 'true'),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'Not A Name' } },
    ]);
    expect(code).toBe(3);
    expect(report).toMatchObject({
      outcome: 'rejected',
      jobs: [],
      applied: [],
      errors: [{ object: { kind: 'ConfigMap', name: 'Not A Name' } }],
    });
  }));

test('a field that does not exist is rejected, not dropped', () =>
  inNamespace(async (namespace) => {
    const result = await deployCli(
      namespace,
      [jobOf('typo', 'true', { completion: 3 })],
      ['--validate', 'ignore'],
    );
    expectMessage(result, {
      code: 3,
      stderr: /^error: Job typo .*\.spec\.completion: field not declared in schema/m,
      stdout: NOTHING,
    });
  }));

test('deploy rejects a kind that the API server does not have', () =>
  inNamespace(async (namespace) => {
    const result = await deployCli(namespace, [
      { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'a' } },
    ]);
    expectMessage(result, {
      code: 3,
      stderr: /^error: Widget a .*the server has no kind Widget in example\.com\/v1/m,
      stdout: NOTHING,
    });
  }));

test('deploy reports a namespace that does not exist', async () => {
  const result = await deployCli('no-such-namespace', [jobOf('a', 'true')]);
  expectMessage(result, {
    code: 3,
    stderr: /^error: Job a .*namespaces "no-such-namespace" not found$/m,
    stdout: NOTHING,
  });
});
