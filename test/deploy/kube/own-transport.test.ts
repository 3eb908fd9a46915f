import {
  ApiError,
  ApiRequest,
  ApiResponse,
  ConnectionError,
  deploy,
  Manifest,
  Transport,
} from 'cdk8s-jobs/deploy';

const JOB: Manifest = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'job' } };
const live = (conditions: object[] = []) => ({
  ...JOB,
  metadata: { name: 'job', namespace: 'ns', uid: 'uid', resourceVersion: '1' },
  status: { conditions },
});
const COMPLETE = live([{ type: 'Complete', status: 'True' }]);

/** A transport as a user of the package would write it, in front of a server that has no Job yet. */
class OwnTransport implements Transport {
  public closed = false;
  /** Errors to throw before the first answer to a kind of request, such as `PATCH`. */
  public constructor(private readonly failures: Record<string, Error[]> = {}) {}

  public async request(request: ApiRequest): Promise<ApiResponse> {
    request.signal?.throwIfAborted();
    const failure = this.failures[request.method]?.shift();
    if (failure !== undefined) throw failure;
    const { method, path, query = {} } = request;
    if (method === 'PATCH') return this.answer(201, live());
    if (query.watch) return this.answer(200, { type: 'MODIFIED', object: COMPLETE });
    if (path.endsWith('/jobs/job')) throw new ApiError(404);
    const items = path.endsWith('/jobs') && query.labelSelector === undefined ? [live()] : [];
    return this.answer(200, { metadata: { resourceVersion: '1' }, items });
  }

  public async close(): Promise<void> {
    this.closed = true;
  }

  private answer(status: number, body: object): ApiResponse {
    const bytes = new TextEncoder().encode(`${JSON.stringify(body)}\n`);
    return {
      status,
      headers: {},
      body: (async function* () {
        yield bytes;
      })(),
    };
  }
}

const run = (transport: Transport) =>
  deploy(JOB, { transport, namespace: 'ns', logs: 'none', timeoutSeconds: 30 });

describe('a Transport from the public entry', () => {
  test('carries a deploy, and stays open for the caller', async () => {
    const transport = new OwnTransport();
    expect((await run(transport)).outcome).toBe('succeeded');
    expect(transport.closed).toBe(false);
  });

  test('is retried after a ConnectionError', async () => {
    const transport = new OwnTransport({ PATCH: [new ConnectionError('lost')] });
    expect((await run(transport)).outcome).toBe('succeeded');
  });

  test.each<[string, Error, string]>([
    ['rejected for an ApiError', new ApiError(403, { message: 'no' }), 'rejected'],
    ['rejected for an ApiError without a body', new ApiError(403), 'rejected'],
    [
      'unreachable for a ConnectionError that no retry can help',
      new ConnectionError('no', 'SELF_SIGNED_CERT_IN_CHAIN'),
      'unreachable',
    ],
    [
      'unreachable when no request was ever sent',
      new ConnectionError('no', 'ECONNREFUSED'),
      'unreachable',
    ],
  ])('makes the outcome %s', async (_, error, outcome) => {
    const report = await run(new OwnTransport({ GET: [error, error], PATCH: [error, error] }));
    expect(report).toMatchObject({ outcome, applied: [], jobs: [] });
    expect(report.errors).not.toEqual([]);
  });

  test('makes deploy reject with any other error', async () => {
    const defect = new TypeError('a defect of the transport');
    const failing = new OwnTransport({ GET: [defect, defect], PATCH: [defect, defect] });
    await expect(run(failing)).rejects.toBe(defect);
  });
});
