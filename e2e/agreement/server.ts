import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { parse } from 'yaml';
import type { JsonObject } from '../../src/kubernetes/json';

/** What the API server says to a manifest that it is asked to create or to replace, for trial only. */
export type Answer =
  | {
      readonly verdict: 'accepted';
      readonly object: JsonObject;
      readonly warnings: readonly string[];
    }
  /** A 422 names fields. */
  | { readonly verdict: 'invalid'; readonly fields: readonly string[]; readonly message: string }
  /** A 400 says what could not be read. */
  | { readonly verdict: 'unreadable'; readonly message: string }
  /** The server has closed the connection without an answer: its code fell over the manifest. */
  | { readonly verdict: 'crashed' }
  | { readonly verdict: 'other'; readonly status: number; readonly message: string };

export interface Server {
  create(manifest: JsonObject): Promise<Answer>;
  replace(manifest: JsonObject): Promise<Answer>;
  /** Really, not for trial. */
  send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: any }>;
  close(): Promise<void>;
}

const STRICT = 'dryRun=All&fieldValidation=Strict';
const collection = (kind: unknown) =>
  `/apis/batch/v1/namespaces/default/${kind === 'CronJob' ? 'cronjobs' : 'jobs'}`;

/** The API server of a kubeconfig with one cluster and one user with a client certificate. */
export function serverOf(kubeconfig: string): Server {
  const {
    clusters: [{ cluster }],
    users: [{ user }],
  } = parse(readFileSync(kubeconfig, 'utf8'));
  const read = (config: Record<string, string>, field: string) =>
    config[`${field}-data`]
      ? Buffer.from(config[`${field}-data`], 'base64')
      : readFileSync(config[field]);
  const pool = new Pool(cluster.server, {
    connections: 16,
    pipelining: 1,
    connect: {
      ca: read(cluster, 'certificate-authority'),
      cert: read(user, 'client-certificate'),
      key: read(user, 'client-key'),
    },
  });
  const ask = async (
    method: 'POST' | 'PUT',
    path: string,
    manifest: JsonObject,
  ): Promise<Answer> => {
    const request = () =>
      pool.request({
        method,
        path,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(manifest),
      });
    // A trial can be asked again, where a connection was closed just when it was to be used again.
    const answered = await request()
      .catch(request)
      .catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'UND_ERR_SOCKET') throw error;
        return undefined; // closed twice
      });
    if (!answered) return { verdict: 'crashed' };
    const { statusCode, headers, body } = answered;
    return answer(statusCode, headers.warning, (await body.json()) as Status & JsonObject);
  };
  return {
    create: (manifest) => ask('POST', `${collection(manifest.kind)}?${STRICT}`, manifest),
    replace: (manifest) =>
      ask(
        'PUT',
        `${collection(manifest.kind)}/${encodeURIComponent(String((manifest.metadata as JsonObject).name))}?${STRICT}`,
        manifest,
      ),
    send: async (method, path, sent) => {
      const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
      const { statusCode, body } = await pool.request({
        method,
        path,
        headers: { 'content-type': type },
        body: sent && JSON.stringify(sent),
      });
      return { status: statusCode, body: await body.json() };
    },
    close: () => pool.close(),
  };
}

interface Status {
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly field?: string }[] };
}

function answer(
  status: number,
  warnings: string | string[] | undefined,
  body: Status & JsonObject,
): Answer {
  if (status < 300) return { verdict: 'accepted', object: body, warnings: [warnings ?? []].flat() };
  const message = body.message ?? JSON.stringify(body);
  if (status === 422) {
    return {
      verdict: 'invalid',
      fields: [...new Set((body.details?.causes ?? []).map(({ field }) => field ?? ''))].sort(),
      message,
    };
  }
  return status === 400
    ? { verdict: 'unreadable', message }
    : { verdict: 'other', status, message };
}
