import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobOf, MAIN } from './cli';
import { temporaryFolder } from '../../test/temporary-folder';
import { inNamespace, kubeconfig, kubectl } from '../harness';

/** Runs a script of bash in which `cli` is the command line and `$file` has the manifest. */
function shell(script: string, manifest: object): Promise<{ code: unknown; stderr: string }> {
  const file = join(temporaryFolder('output-errors-'), 'manifest.json');
  writeFileSync(file, JSON.stringify(manifest));
  const setup = `cli() { "${process.execPath}" "${MAIN}" "$@"; }; file="${file}"`;
  const env = { ...process.env, KUBECONFIG: kubeconfig() };
  return new Promise((resolve) => {
    execFile('bash', ['-c', `${setup}; ${script}`], { env }, (error, _, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    );
  });
}

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
const OLD_JOB = { apiVersion: 'batch/v1beta1', kind: 'CronJob', metadata: { name: 'a' } };

test.concurrent.each([
  ['74 when the disk is full', 'cli check "$file" > /dev/full', CONFIG_MAP, 74, 'ENOSPC'],
  [
    '74 when the reader has closed its pipe',
    '(sleep 1; cli check "$file") | true; exit ${PIPESTATUS[0]}',
    CONFIG_MAP,
    74,
    'EPIPE',
  ],
  ['1 for findings, also on a full disk', 'cli check "$file" > /dev/full', OLD_JOB, 1, 'ENOSPC'],
])('a command exits with %s, and prints one line', async (_, script, manifest, code, cause) => {
  const { code: actual, stderr } = await shell(script, manifest);
  expect(stderr).toMatch(/^error: cannot write the result: .*\n$/);
  expect(stderr).toContain(cause);
  expect(actual).toBe(code);
});

test.concurrent('a command exits with 74 when stderr cannot be written either', async () => {
  const { code, stderr } = await shell('cli check "$file" > /dev/full 2>&1', CONFIG_MAP);
  expect({ code, stderr }).toEqual({ code: 74, stderr: '' });
});

test.concurrent.each([
  ['a full disk', '> /dev/full; exit $?'],
  ['a closed pipe', '| true; exit ${PIPESTATUS[0]}'],
  [
    'a closed pipe that was to take progress, too',
    '2>&1 | head -1 > /dev/null; exit ${PIPESTATUS[0]}',
  ],
])('a deploy with its output on %s waits for its Jobs, and exits with 74', (_, output) =>
  inNamespace(async (namespace) => {
    const job = jobOf('short-ttl', 'sleep 5', { ttlSecondsAfterFinished: 300 });
    const { code } = await shell(`cli deploy "$file" -n ${namespace} ${output}`, job);
    expect(code).toBe(74);
    const path = '{.status.succeeded} {.spec.ttlSecondsAfterFinished}';
    const args = ['get', 'job', 'short-ttl', '-n', namespace, '-o', `jsonpath=${path}`];
    expect((await kubectl(...args)).stdout).toBe('1 300');
  }),
);
