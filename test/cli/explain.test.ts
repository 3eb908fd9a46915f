import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainCommand } from '../../src/cli/explain';
import { jobOf } from '../explain/simulated-job';
import { problemsIn } from '../output/schema-validation';
import { temporaryFolder } from '../temporary-folder';

const CRON_JOB = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly' },
  spec: {
    schedule: '30 2 * * *',
    timeZone: 'Europe/Berlin',
    jobTemplate: { spec: jobOf({}).spec },
  },
};

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('explain-cli-');
});
afterEach(() => {
  jest.restoreAllMocks();
});

function write(...objects: object[]): string {
  const path = join(folder, 'jobs.yaml');
  writeFileSync(path, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  return path;
}

/** The command as it runs in a process, with what it writes and its exit code. */
async function explain(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  }
  const before = process.exitCode;
  try {
    await explainCommand.exitOverride().parseAsync(args, { from: 'user' });
    return { code: process.exitCode, ...written };
  } finally {
    process.exitCode = before;
    jest.restoreAllMocks();
  }
}

describe('explain', () => {
  test('prints the bounds of Jobs and CronJobs and exits with 0', async () => {
    const file = write(jobOf({ backoffLimit: 2 }), CRON_JOB);
    const { code, stdout, stderr } = await explain(file);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Job job\n/);
    expect(stdout).toContain('CronJob nightly\n');
    expect(stdout).toContain('1 to succeed, at most 3;');
  });

  test('prints a JSON document that its schema describes, with the runs after a time', async () => {
    const file = write(jobOf({ activeDeadlineSeconds: 60 }), CRON_JOB);
    const from = ['--from', '2027-03-27T12:00:00Z', '--runs', '2'];
    const { stdout } = await explain(file, '-o', 'json', ...from);
    expect(problemsIn('explain', stdout)).toEqual([]);
    const { objects } = JSON.parse(stdout) as { objects: { bounds: { nextRuns: unknown } }[] };
    expect(objects[1].bounds.nextRuns).toEqual([
      { time: null, wallClock: '2027-03-28T02:30:00', clockChange: 'skipped' },
      { time: '2027-03-29T00:30:00Z', wallClock: '2027-03-29T02:30:00', clockChange: null },
    ]);
  });

  test('exits with 1 for a Job that the API server rejects, and explains the others', async () => {
    const rejected = { ...jobOf({ backoffLimit: -1 }), metadata: { name: 'rejected' } };
    const file = write(rejected, jobOf({}));
    const { code, stdout, stderr } = await explain(file, '-o', 'json');
    expect(code).toBe(1);
    expect(stderr).toContain('spec.backoffLimit');
    expect(problemsIn('explain', stdout)).toEqual([]);
    const { objects, errors } = JSON.parse(stdout) as Record<'objects' | 'errors', object[]>;
    expect([objects.length, errors.length]).toEqual([1, 1]);
  });

  test('exits with 2 for input that cannot be read, and still prints one document', async () => {
    const { code, stdout, stderr } = await explain(join(folder, 'missing.yaml'), '-o', 'json');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: /);
    expect(problemsIn('explain', stdout)).toEqual([]);
  });

  test.each([
    ['--runs', '0'],
    ['--runs', 'many'],
    ['--from', 'tomorrow'],
  ])('rejects %s %s', async (option, value) => {
    await expect(explain(write(jobOf({})), option, value)).rejects.toThrow(option);
  });
});
