/**
 * The least that anything can do: creates Jobs, sixteen at once, watches them, and ends with the last that is Complete. No plan, no uid, no Pods, no logs,
 * no second look at anything.
 * floor.js MANIFESTS NAMESPACE, with KUBECONFIG set.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { loadAccess } from '../../src/deploy/kube/kubeconfig';

interface Job {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

async function main(file: string, namespace: string): Promise<void> {
  const jobs = readFileSync(file, 'utf8').split('\n---\n');
  const { server, ca, cert, key } = await loadAccess();
  const dispatcher = new Agent({ connect: { ca, cert, key }, bodyTimeout: 0 });
  const url = `${server}/apis/batch/v1/namespaces/${namespace}/jobs`;
  const { body: list } = await request(url, { dispatcher });
  const {
    metadata: { resourceVersion },
  } = (await list.json()) as { metadata: { resourceVersion: string } };
  const { body: watch } = await request(`${url}?watch=1&resourceVersion=${resourceVersion}`, {
    dispatcher,
  });
  const waiting = [...jobs];
  const create = async () => {
    for (let job = waiting.pop(); job !== undefined; job = waiting.pop()) {
      const { statusCode, body } = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: job,
      });
      if (statusCode !== 201) throw new Error(await body.text());
      await body.dump();
    }
  };
  const created = Promise.all(Array.from({ length: 16 }, create));
  const complete = new Set<string>();
  for await (const line of createInterface({ input: Readable.from(watch) })) {
    const { object } = JSON.parse(line) as { object: Job };
    if (
      object.status?.conditions?.some(
        ({ type, status }) => type === 'Complete' && status === 'True',
      )
    ) {
      complete.add(object.metadata.name);
    }
    if (complete.size === jobs.length) break;
  }
  await created;
  process.exit(0);
}

void main(process.argv[2], process.argv[3]);
