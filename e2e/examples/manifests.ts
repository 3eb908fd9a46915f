import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from 'cdk8s-jobs/deploy';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** The file that is checked in for a chart of an example. */
export function fileOf(example: string, chart: string): string {
  return join(EXAMPLES, example, 'dist', `${chart}.k8s.yaml`);
}

/** What is checked in with an example: of one of its charts, or of all. */
export function manifestsOf(example: string, chart?: string): Manifest[] {
  const charts =
    chart === undefined
      ? readdirSync(join(EXAMPLES, example, 'dist')).map((file) => file.replace('.k8s.yaml', ''))
      : [chart];
  return charts.flatMap((one) =>
    (parseAllDocuments(readFileSync(fileOf(example, one), 'utf8')) as { toJS(): Manifest }[]).map(
      (document) => document.toJS(),
    ),
  );
}
