import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { Fault, Kind, kindOf, Plan, Planned } from './faults';

interface Kubeconfig {
  readonly clusters: {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data'?: string };
  }[];
  readonly users: {
    readonly name: string;
    readonly user: {
      readonly 'client-certificate-data'?: string;
      readonly 'client-key-data'?: string;
    };
  }[];
}

/** What a test does with a request by its own hand: whether it passes. */
export type Gate = (kind: Kind, url: string) => boolean;
const OPEN: Gate = () => true;

const STATUS: Readonly<Partial<Record<Fault, string>>> = {
  401: 'Unauthorized',
  410: 'Expired',
  429: 'TooManyRequests',
  500: 'InternalError',
  503: 'ServiceUnavailable',
};

/** @param kubeconfig of the API server. @param plan none: every request passes. */
export async function proxyTo(kubeconfig: string, plan?: Plan): Promise<Proxy> {
  const {
    clusters: [{ cluster }],
    users: [{ user }],
  } = parse(readFileSync(kubeconfig, 'utf8')) as Kubeconfig;
  const pem = (data?: string) => data && Buffer.from(data, 'base64');
  const agent = new Agent({
    keepAlive: true,
    ca: pem(cluster['certificate-authority-data']),
    cert: pem(user['client-certificate-data']),
    key: pem(user['client-key-data']),
  });
  const proxy = new Proxy(new URL(cluster.server), agent, plan);
  await proxy.listen();
  return proxy;
}

/** A proxy between a deploy and the API server that injects the faults of a plan. */
export class Proxy {
  /** How often each fault has hit. */
  public readonly hits = new Map<Fault, number>();
  /** What does not pass is reset. */
  public gate = OPEN;
  private readonly open = new Set<{ readonly url: string; readonly socket: Socket }>();
  private readonly sockets = new Set<Socket>();
  private readonly closing = new AbortController();
  private server!: Server;
  private port = 0;
  private contacted = false;

  /** Call `listen` next. */
  public constructor(
    private readonly upstream: URL,
    private readonly agent: Agent,
    private readonly plan: Plan | undefined,
  ) {}

  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  public writeKubeconfig(file: string): string {
    writeFileSync(
      file,
      stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'c',
        clusters: [{ name: 'c', cluster: { server: this.url } }],
        contexts: [{ name: 'c', context: { cluster: 'c' } }],
      }),
    );
    return file;
  }

  /** Resets the connections of the requests under way that match. */
  public resetOpen(matching: RegExp): void {
    for (const { url, socket } of this.open) if (matching.test(url)) reset(socket);
  }

  public async close(): Promise<void> {
    this.closing.abort();
    this.agent.destroy();
    await this.stopListening();
  }

  public async listen(): Promise<void> {
    this.server = this.newServer();
    await new Promise<void>((resolve, reject) =>
      this.server.once('error', reject).listen(this.port, '127.0.0.1', resolve),
    );
    this.port = (this.server.address() as AddressInfo).port;
  }

  private async stopListening(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.sockets) reset(socket);
    await closed;
  }

  private newServer(): Server {
    return createServer((request, response) => {
      const one = { url: request.url!, socket: request.socket };
      this.open.add(one);
      response.once('close', () => this.open.delete(one));
      this.handle(request, response).catch(() => request.socket.destroy());
    }).on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('error', () => undefined).once('close', () => this.sockets.delete(socket));
    });
  }

  private hit(fault: Fault): void {
    this.hits.set(fault, (this.hits.get(fault) ?? 0) + 1);
  }

  /** What comes before the first contact is another matter: a wrong address. */
  private contact(): void {
    if (this.contacted) return;
    this.contacted = true;
    for (const { from, to } of this.plan?.outages() ?? []) void this.outage(from, to);
  }

  private async outage(from: number, to: number): Promise<void> {
    const { signal } = this.closing;
    try {
      await sleep(from, undefined, { signal });
      for (let i = 0; i < this.open.size; i++) this.hit('outage');
      await this.stopListening();
      await sleep(to - from, undefined, { signal });
      await this.listen();
    } catch {
      /* closed in between */
    }
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const kind = kindOf(request);
    if (!this.gate(kind, request.url!)) {
      reset(request.socket);
      return;
    }
    const planned = this.contacted ? this.plan?.next(kind, request) : undefined;
    if (planned?.fault === 'delay') {
      this.hit('delay');
      await sleep(planned.milliseconds);
    }
    if (planned?.fault === 'reset') {
      this.hit('reset');
      reset(request.socket);
    } else if (planned !== undefined && STATUS[planned.fault] !== undefined) {
      this.hit(planned.fault);
      refuse(response, Number(planned.fault), STATUS[planned.fault]!);
    } else {
      await this.forward(request, response, Buffer.concat(body), planned);
    }
  }

  private async forward(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    planned: Planned | undefined,
  ): Promise<void> {
    const endsEarly = planned?.fault === 'early-end' || planned?.fault === 'no-bookmarks';
    const path = endsEarly
      ? request.url!.replace(
          /timeoutSeconds=\d+/,
          `timeoutSeconds=${2 + Math.ceil(planned.milliseconds / 1000)}`,
        )
      : request.url;
    const { hostname: host, port } = this.upstream;
    const to = { agent: this.agent, host, port, path };
    const up = httpsRequest({
      ...to,
      method: request.method,
      headers: { ...request.headers, host: this.upstream.host },
    });
    response.once('close', () => up.destroy());
    const answer = await new Promise<IncomingMessage>((resolve, reject) =>
      up.once('response', resolve).on('error', reject).end(body),
    );
    const { 'content-length': _, 'transfer-encoding': __, ...headers } = answer.headers;
    const breakOff = (fault: Fault) => {
      this.hit(fault);
      up.destroy();
      if (fault === 'short') response.end();
      else reset(request.socket);
    };
    if (planned?.fault === 'lost-answer') {
      for await (const chunk of answer) void chunk;
      return breakOff('lost-answer');
    }
    response.writeHead(answer.statusCode!, headers).flushHeaders();
    let left = planned?.bytes ?? Infinity;
    let acted = false;
    for await (let chunk of answer as AsyncIterable<Buffer>) {
      if (planned?.fault === 'no-bookmarks') chunk = this.withoutBookmarks(chunk);
      if (
        planned !== undefined &&
        !acted &&
        ACTS_IN_THE_MIDDLE.has(planned.fault) &&
        chunk.length > left
      ) {
        acted = true;
        response.write(chunk.subarray(0, left));
        if (planned.fault === 'cut' || planned.fault === 'short') return breakOff(planned.fault);
        if (planned.fault === 'error-410' || planned.fault === 'error-500') {
          // An event of its own: whole lines only.
          const line = chunk.subarray(left).indexOf('\n');
          response.write(chunk.subarray(left, line < 0 ? undefined : left + line + 1));
          this.hit(planned.fault);
          up.destroy();
          const code = Number(planned.fault.slice('error-'.length));
          const object = { kind: 'Status', code, message: `made up: ${code}` };
          response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
          return;
        }
        this.hit('stall');
        await sleep(planned.milliseconds);
        if (planned.fault === 'stall-and-cut') return breakOff('stall-and-cut');
        chunk = chunk.subarray(left);
      }
      left -= chunk.length;
      response.write(chunk);
    }
    if (planned?.fault === 'early-end') this.hit('early-end');
    response.end(() => this.contact());
  }

  private withoutBookmarks(chunk: Buffer): Buffer {
    const text = chunk.toString('latin1');
    const kept = text.replace(/^\{"type":"BOOKMARK".*\n/gm, () => {
      this.hit('no-bookmarks');
      return '';
    });
    return Buffer.from(kept, 'latin1');
  }
}

const ACTS_IN_THE_MIDDLE: ReadonlySet<Fault> = new Set([
  'cut',
  'short',
  'stall',
  'stall-and-cut',
  'error-410',
  'error-500',
]);

/** Resetting a socket that is about to end would keep it open, and with it the process. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}

function refuse(response: ServerResponse, code: number, reason: string): void {
  const headers = {
    'content-type': 'application/json',
    ...(code === 429 ? { 'retry-after': '1' } : {}),
  };
  response.writeHead(code, headers).end(
    JSON.stringify({
      kind: 'Status',
      status: 'Failure',
      code,
      reason,
      message: `made up: ${reason}`,
    }),
  );
}
