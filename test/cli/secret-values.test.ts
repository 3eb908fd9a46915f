import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { checkCommand } from '../../src/cli/check';
import { cleanupCommand } from '../../src/cli/cleanup';
import { deployCommand } from '../../src/cli/deploy';
import { planCommand } from '../../src/cli/plan';
import { triggerCommand } from '../../src/cli/trigger';
import { waitCommand } from '../../src/cli/wait';
import type { Job } from '../../src/deploy/kube/objects';
import { FAILED } from '../deploy/scene';
import { jobWith, podWith, terminated } from '../deploy/verdict/objects';
import { temporaryFolder } from '../temporary-folder';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const base64 = (value: string) => Buffer.from(value).toString('base64');

/** A Secret with a value in each place that can have one. */
function secretOf(prefix: string) {
  const copy = { data: { c: base64(`${prefix}-copied`) }, stringData: { d: `${prefix}-typed` } };
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'tok',
      namespace: 'ns',
      annotations: { [LAST_APPLIED]: JSON.stringify(copy) },
    },
    data: { a: base64(`${prefix}-data`) },
    stringData: { b: `${prefix}-plain` },
  };
}
const VALUES = ['input', 'live'].flatMap((prefix) =>
  ['copied', 'typed', 'data', 'plain'].map((kind) => `${prefix}-${kind}`),
);
const PLANTED = VALUES.flatMap((value) => [value, base64(value)]);

const INPUT = secretOf('input');
const LIVE = stored(secretOf('live'));
const JOB = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'job', namespace: 'ns' },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'main',
            image: 'busybox',
            env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'tok', key: 'a' } } }],
          },
        ],
      },
    },
  },
};
const ENDED = jobWith({ conditions: FAILED, spec: JOB.spec });
const POD = podWith({ phase: 'Failed', containers: [terminated(1)] });
const CRON_JOB = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'cron', namespace: 'ns', uid: 'cron-uid', resourceVersion: '1' },
  spec: { schedule: '0 0 * * *', jobTemplate: { spec: JOB.spec } },
};

function stored<T extends { readonly metadata: object }>(object: T) {
  return { ...object, metadata: { ...object.metadata, uid: 'u', resourceVersion: '1' } };
}

/** What the API server does with the Secret, which it quotes as a webhook may. */
type Treatment = 'accepts' | 'rejects';
let treatment: Treatment;
/** The Job that was asked for last. */
let job: Job;
const asked: string[] = [];

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const line = `${request.method} ${request.url}`;
  asked.push(line);
  const send = (json: object, status = 200) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  };
  const listOf = (...items: object[]) => send({ metadata: { resourceVersion: '1' }, items });
  if (line.includes('watch=1')) {
    response.writeHead(200);
    const object = line.includes('/pods') ? POD : job;
    response.write(`${JSON.stringify({ type: 'MODIFIED', object })}\n`);
  } else if (/^GET \/api\/v1$/.test(line)) {
    send({ resources: [{ name: 'secrets', kind: 'Secret', namespaced: true }] });
  } else if (/^PATCH .*\/secrets\//.test(line)) {
    const quote = `a webhook quotes ${JSON.stringify(body)} and ${JSON.stringify(INPUT)}`;
    if (treatment === 'rejects') {
      return send(
        { message: quote, details: { causes: [{ field: 'data', message: quote }] } },
        422,
      );
    }
    response.setHeader('warning', `299 - "${quote.replace(/["\\]/g, '\\$&')}"`);
    send(stored(JSON.parse(body) as typeof INPUT));
  } else if (/^GET .*\/secrets\//.test(line)) {
    send(LIVE);
  } else if (/^GET .*\/cronjobs\/cron/.test(line)) {
    send(CRON_JOB);
  } else if (/^GET .*\/cronjobs/.test(line)) {
    listOf(CRON_JOB);
  } else if (/ .*\/jobs\/[^?]*/.test(line)) {
    const [, name] = /\/jobs\/([^?]*)/.exec(line)!;
    job = { ...ENDED, metadata: { ...ENDED.metadata, name } };
    send(job);
  } else if (/^GET .*\/jobs/.test(line)) {
    listOf(job);
  } else if (/\/log\?/.test(line)) {
    response.end('2026-01-01T00:00:00Z hello\n');
  } else if (/^GET .*\/pods/.test(line)) {
    listOf(POD);
  } else {
    listOf();
  }
}

let server: Server;
let folder: string;
let printed: string;
const before = { exitCode: process.exitCode, env: { ...process.env } };
beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  treatment = 'accepts';
  job = ENDED;
  asked.length = 0;
  printed = '';
  folder = temporaryFolder('secret-values-');
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((written, onWritten?: unknown) => {
      printed += String(written);
      if (typeof onWritten === 'function') (onWritten as () => void)();
      return true;
    });
  }
  jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
  mkdirSync(join(folder, 'out'));
  process.env.GITHUB_STEP_SUMMARY = join(folder, 'out', 'summary.md');
  writeFileSync(
    join(folder, 'kubeconfig'),
    JSON.stringify({
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a', namespace: 'ns' } }],
      clusters: [
        {
          name: 'a',
          cluster: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
        },
      ],
      users: [{ name: 'a', user: {} }],
    }),
  );
});
afterEach(() => {
  process.exitCode = before.exitCode;
  process.env = { ...before.env };
  jest.restoreAllMocks();
});

const inputOf = (...objects: object[]): string => {
  const path = join(folder, 'input.yaml');
  writeFileSync(path, objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  return path;
};
const cluster = () => ['-n', 'ns', '--kubeconfig', join(folder, 'kubeconfig')];
const files = () => {
  const out = join(folder, 'out');
  return ['--report', join(out, 'report.json'), '--logs-dir', join(out, 'logs')];
};
/** Everything that was printed and written, with the names of the files. */
const output = () =>
  readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${name}\n${readFileSync(join(parentPath, name), 'utf8')}`)
    .concat(printed)
    .join('\n');

function expectNoValue(written: string): void {
  expect(PLANTED.filter((value) => written.includes(value))).toEqual([]);
}

describe.each<Treatment>(['accepts', 'rejects'])('when the API server %s a Secret', (what) => {
  test.each(['text', 'json', 'github'])(
    'deploy -o %s prints and writes no value',
    async (format) => {
      treatment = what;
      const args = [inputOf(INPUT, JOB), '-o', format, ...cluster(), ...files()];
      await deployCommand.parseAsync(args, { from: 'user' });
      expect(output()).toContain('a webhook quotes');
      expectNoValue(output());
      if (what === 'accepts') expect(output()).toContain('hello');
    },
  );

  test.each(['text', 'json'])('plan -o %s prints no value', async (format) => {
    treatment = what;
    const args = [inputOf(INPUT, JOB), '-o', format, ...cluster()];
    await planCommand.parseAsync(args, { from: 'user' });
    expect(printed).toContain(what === 'accepts' ? 'data.a' : 'a webhook quotes');
    expectNoValue(printed);
  });
});

describe.each([
  ['wait', waitCommand, ['job']],
  ['trigger', triggerCommand, ['cron']],
] as const)('%s', (_, command, names) => {
  test.each(['text', 'json', 'github'])('-o %s reads no Secret', async (format) => {
    await command.parseAsync([...names, '-o', format, ...cluster(), ...files()], { from: 'user' });
    expect(output()).toContain('hello');
    expect(asked.filter((line) => line.includes('secrets'))).toEqual([]);
    expectNoValue(output());
  });
});

test.each(['text', 'json'])('cleanup -o %s reads no Secret', async (format) => {
  await cleanupCommand.parseAsync(['-y', '-o', format, ...cluster()], { from: 'user' });
  expect(printed).not.toBe('');
  expect(asked.filter((line) => line.includes('secrets'))).toEqual([]);
  expectNoValue(printed);
});

describe.each([
  ['that is valid', INPUT],
  ['without a name', { ...INPUT, metadata: { annotations: INPUT.metadata.annotations } }],
  ['of the wrong shape', { ...INPUT, data: ['input-data'], stringData: 'input-plain' }],
])('a Secret %s', (_, secret) => {
  test.each(['text', 'json', 'sarif', 'github'])('has no value in check -o %s', async (format) => {
    const args = [inputOf(secret, JOB), '--verbose', '-o', format];
    await checkCommand.parseAsync(args, { from: 'user' });
    expect(printed).not.toBe('');
    expectNoValue(printed);
  });
});
