import {
  AccessError,
  ApiError,
  cleanup,
  ConnectionError,
  deploy,
  InputError,
  plan,
  SessionOptions,
  Transport,
  trigger,
  waitForJobs,
} from '../../../src/deploy';
import { manifest } from '../scene';

interface Result {
  readonly outcome: string;
  readonly errors: readonly unknown[];
}
type Command = (options: SessionOptions) => Promise<Result>;

const COMMANDS: [name: string, command: Command][] = [
  ['deploy', (options) => deploy(manifest(), options)],
  ['plan', (options) => plan(manifest(), options)],
  ['waitForJobs', (options) => waitForJobs({ names: ['job'] }, options)],
  ['trigger', (options) => trigger('nightly', options)],
  ['cleanup', (options) => cleanup(options)],
];

const failing = (error: Error): Transport => ({
  request: () => Promise.reject(error),
  close: () => Promise.resolve(),
});
/** Answers nothing until the request aborts. */
const silent: Transport = {
  request: ({ signal }) =>
    new Promise((_, reject) => {
      signal!.addEventListener('abort', () => reject(new Error('aborted')));
    }),
  close: () => Promise.resolve(),
};
const untilAborted = (): AbortSignal => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  return controller.signal;
};

describe.each(COMMANDS)('%s', (_, command) => {
  test.each<[string, object]>([
    ['a negative timeout', { timeoutSeconds: -1 }],
    ['a value that the option does not have', { logs: 'some' }],
    ['an unknown class of blockers', { onStuck: { images: 'warn' } }],
  ])('rejects with InputError for %s, before any request', async (_what, options) => {
    const transport = { request: jest.fn(), close: jest.fn() };
    await expect(command({ transport, ...options })).rejects.toThrow(InputError);
    expect(transport.request).not.toHaveBeenCalled();
  });

  test('rejects with AccessError when the kubeconfig does not exist', () =>
    expect(command({ kubeconfig: '/no/such/file' })).rejects.toThrow(AccessError));

  test('rejects with AccessError when there are no credentials', () => {
    const transport = failing(new AccessError('credential plugin failed'));
    return expect(command({ transport })).rejects.toThrow(AccessError);
  });

  test('rejects with an error that is a defect', async () => {
    const defect = new TypeError('a defect');
    await expect(command({ transport: failing(defect) })).rejects.toBe(defect);
  });

  test.each<[outcome: string, when: string, error: Error]>([
    ['rejected', 'the API server forbids the request', new ApiError(403, { message: 'no' })],
    ['rejected', 'the API server rejects the credentials', new ApiError(401, { message: 'no' })],
    ['unreachable', 'nothing listens', new ConnectionError('no', 'ECONNREFUSED')],
    ['unreachable', 'a certificate is not trusted', new ConnectionError('no', 'CERT_HAS_EXPIRED')],
  ])('resolves with the outcome %s and an error when %s', async (outcome, _when, error) => {
    const result = await command({ transport: failing(error) });
    expect(result.outcome).toBe(outcome);
    expect(result.errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('no') as string, source: null }),
    ]);
  });

  test('resolves with the outcome timed-out when timeoutSeconds expires', async () => {
    const result = await command({ transport: silent, timeoutSeconds: 0.02 });
    expect(result.outcome).toBe('timed-out');
  });

  test('resolves with the outcome detached when its signal aborts', async () => {
    const result = await command({ transport: silent, signal: untilAborted() });
    expect(result.outcome).toBe('detached');
  });
});

describe('bad arguments', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['deploy without input', () => deploy(undefined as never)],
    ['plan with two manifests of one object', () => plan([manifest(), manifest()], at(silent))],
    ['waitForJobs without a selection', () => waitForJobs({} as never, at(silent))],
    [
      'waitForJobs with two selections',
      () => waitForJobs({ names: ['a'], selector: 'a=b' } as never, at(silent)),
    ],
    ['trigger without a name', () => trigger('', at(silent))],
    [
      'deploy with an ifRunning that does not exist',
      () => deploy(manifest(), { ...at(silent), ifRunning: 'refuse' as never }),
    ],
    ['cleanup with half a run', () => cleanup({ ...at(silent), keepFailed: 0.5 })],
  ])('reject with InputError: %s', (_, run) => expect(run()).rejects.toThrow(InputError));
});

function at(transport: Transport): SessionOptions {
  return { transport, namespace: 'ns' };
}
