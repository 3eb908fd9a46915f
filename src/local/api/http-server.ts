import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorAnswer } from './answers';
import type { Answer, ApiRequest } from './api-request';
import { decodeProtobuf, PROTOBUF } from './protobuf/decode-protobuf';
import { StatusError } from '../store/status-error';

const LOOPBACK = '127.0.0.1';
/** As API servers limit it. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** A running server. */
export interface HttpServer {
  /** The address for a kubeconfig, e.g. `http://127.0.0.1:40001/0f3a…`. */
  readonly url: string;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * Serves requests over HTTP on the loopback interface, so only this machine can send them. kubectl
 * sends no credentials over HTTP, so the secret is a part of the address: other users of the
 * machine, and pages in a browser, do not know it.
 *
 * @param port 0 for a free one
 * @throws an error with the code `EADDRINUSE` if the port is in use
 */
export async function serveHttp(
  answer: (request: ApiRequest) => Answer,
  port = 0,
): Promise<HttpServer> {
  const prefix = `/${randomBytes(16).toString('hex')}`;
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    void handle(answer, prefix, incoming, outgoing);
  });
  await listen(server, port);
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${LOOPBACK}:${actual}${prefix}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function handle(
  answer: (request: ApiRequest) => Answer,
  prefix: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  let result: Answer;
  const closed = new AbortController();
  outgoing.once('close', () => closed.abort());
  try {
    const request = await requestOf(incoming, closed.signal);
    if (!request.path.startsWith(`${prefix}/`)) throw forbidden();
    result = answer({ ...request, path: request.path.slice(prefix.length) });
  } catch (error) {
    if (closed.signal.aborted) return;
    result = errorAnswer(error);
  }
  const { status, headers, body } = result;
  try {
    if (typeof body === 'string') {
      outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      outgoing.end(body);
      return;
    }
    outgoing.writeHead(status, headers);
    outgoing.flushHeaders();
    for await (const piece of body) {
      if (!outgoing.write(piece)) await once(outgoing, 'drain', { signal: closed.signal });
    }
    outgoing.end();
  } catch {
    outgoing.destroy(); // the client is gone
  }
}

function forbidden(): StatusError {
  const message = 'the address lacks the secret of this cluster: use the server of its kubeconfig';
  return new StatusError(403, 'Forbidden', message);
}

async function requestOf(incoming: IncomingMessage, signal: AbortSignal): Promise<ApiRequest> {
  const { method = 'GET', url = '/', headers } = incoming;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const query = mark < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(mark + 1)));
  const flat = headers as Record<string, string | undefined>; // Node joins repeated headers
  const bytes = method === 'GET' ? undefined : await bytesOf(incoming);
  // The typed clients of kubectl send protobuf; everything else here reads JSON.
  if (bytes && flat['content-type']?.startsWith(PROTOBUF)) {
    const json = { ...flat, 'content-type': 'application/json' };
    const body = JSON.stringify(decodeProtobuf(bytes));
    return { method, path, query, headers: json, body, signal };
  }
  return { method, path, query, headers: flat, body: bytes?.toString('utf8'), signal };
}

async function bytesOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      const message = `the request is too large: its limit is ${MAX_BODY_BYTES} bytes`;
      throw new StatusError(413, 'RequestEntityTooLarge', message);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
