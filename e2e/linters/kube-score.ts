import { join } from 'node:path';
import { Finding, reportOf } from './finding';
import { goInputs } from '../cluster/build';
import { cached } from '../cluster/cache';
import { run } from '../cluster/command';

const MODULE = 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0';

/** The grade of a check that found nothing. */
const ALL_OK = 10;

interface ScoredObject {
  readonly object_meta: { readonly name: string };
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}

/** What kube-score finds with the checks that it runs unasked. */
export async function kubeScore(file: string): Promise<Finding[]> {
  const objects: ScoredObject[] = await reportOf(await installed(), 'score', '-o', 'json', file);
  if (objects.length === 0) throw new Error(`kube-score sees nothing in ${file}`);
  return objects.flatMap(({ object_meta: { name }, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < ALL_OK)
      .map(({ check: { id } }) => ({ check: id, object: name })),
  );
}

/** Once, outside of the clone. */
async function installed(): Promise<string> {
  const dir = await cached('kube-score', [MODULE, ...(await goInputs())], async (unfinished) => {
    await run('go', ['install', MODULE], {
      env: { ...process.env, GOBIN: unfinished },
      timeoutMs: 15 * 60_000,
    });
  });
  return join(dir, 'kube-score');
}
