import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { Instance } from './instance';
import { pkiDir } from './pki';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** GET as the cluster's administrator; undefined while it does not answer. */
export async function get(
  cluster: Instance,
  port: number,
  path: string,
): Promise<Answer | undefined> {
  const file = (name: string) => readFileSync(join(pkiDir(cluster), name));
  return new Promise((resolve) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        agent: false,
        ca: file('ca.crt'),
        cert: file('admin.crt'),
        key: file('admin.key'),
        timeout: 5000,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response
          .on('end', () => resolve({ status: response.statusCode ?? 0, body }))
          .on('error', () => resolve(undefined));
      },
    );
    sent
      .on('timeout', () => sent.destroy())
      .on('error', () => resolve(undefined))
      .end();
  });
}

interface Node {
  readonly spec: { readonly taints?: unknown[] };
  readonly status: { readonly conditions?: { type: string; status: string }[] };
}

/** The node is Ready and its not-ready taint is gone, so Pods start on it. */
export async function nodeReady(cluster: Instance, port: number): Promise<boolean> {
  const answer = await get(cluster, port, '/api/v1/nodes/localhost');
  if (answer?.status !== 200) return false;
  const { spec, status } = JSON.parse(answer.body) as Node;
  return (
    !spec.taints?.length &&
    (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True')
  );
}
