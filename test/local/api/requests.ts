import { ApiServer } from '../../../src/local/api/api-server';
import type { LogSource } from '../../../src/local/api/pod-logs';
import { ObjectStore } from '../../../src/local/store/object-store';

export const START = Date.UTC(2030, 0, 1);
export const JOBS = '/apis/batch/v1/namespaces/default/jobs';
export const PODS = '/api/v1/namespaces/default/pods';

export interface Response {
  readonly status: number;
  readonly body: any;
  readonly warnings: readonly string[];
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** An API server in this process, with a clock and timers that tests advance. */
export class TestServer {
  public now = START;
  public readonly store: ObjectStore;
  public readonly server: ApiServer;
  private timerNow = START;
  private readonly timers = new Set<{ at: number; run: () => void }>();

  public constructor({ logs, historySize }: { logs?: LogSource; historySize?: number } = {}) {
    this.store = new ObjectStore({ now: () => this.now, historySize });
    this.server = new ApiServer({
      store: this.store,
      now: () => this.now,
      logs,
      timer: (milliseconds, run) => {
        const timer = { at: this.timerNow + milliseconds, run };
        this.timers.add(timer);
        return () => void this.timers.delete(timer);
      },
    });
  }

  public get openTimers(): number {
    return this.timers.size;
  }

  public advance(seconds: number): void {
    this.now += seconds * 1000;
    for (let next = this.nextTimer(); next && next.at <= this.now; next = this.nextTimer()) {
      this.timers.delete(next);
      this.timerNow = next.at;
      next.run();
    }
    this.timerNow = this.now;
  }

  public async send(
    method: string,
    path: string,
    { query, headers, body, signal }: RequestOptions = {},
  ): Promise<Response> {
    const response = await this.server.request({
      method,
      path,
      query,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    let text = '';
    for await (const chunk of response.body) text += Buffer.from(chunk).toString();
    const isJson = response.headers['content-type'] !== 'text/plain';
    const warnings = [response.headers.warning ?? []].flat();
    return { status: response.status, body: isJson ? JSON.parse(text) : text, warnings };
  }

  public apply(path: string, body: unknown, query: Record<string, string> = {}): Promise<Response> {
    return this.send('PATCH', path, {
      query: { fieldManager: 'me', ...query },
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body,
    });
  }

  public patch(path: string, type: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': `application/${type}-patch+json` };
    return this.send('PATCH', path, { headers, body });
  }

  private nextTimer() {
    return [...this.timers].sort((a, b) => a.at - b.at)[0] as
      { readonly at: number; readonly run: () => void } | undefined;
  }
}

export const jobManifest = (name: string, spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, ...metadata },
  spec: {
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] },
    },
    ...spec,
  },
});

export const configMap = (name: string, data: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});

export const podManifest = (name: string, ...containers: string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    restartPolicy: 'Never',
    containers: containers.map((container) => ({ name: container, image: 'busybox' })),
  },
});
