import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fault, Plan } from './faults';
import { Proxy, proxyTo } from './proxy';
import { Witness } from './witness';
import { deploy, DeployEvent, Manifest, Report } from '../../src/deploy';
import { kubeconfig } from '../harness';

/** What came of a deploy, and what happened to its line. */
export interface ByProxy {
  readonly report: Report;
  /** How long the deploy took, without what the witness still had to see. */
  readonly seconds: number;
  readonly events: readonly DeployEvent[];
  /** All lines of logs that it printed. */
  readonly lines: readonly string[];
  /** Gaps that were reported although the cluster had lines that were never printed. */
  readonly falseGaps: readonly string[];
  readonly hits: ReadonlyMap<Fault, number>;
}

interface ByProxyOptions {
  readonly namespace: string;
  readonly timeoutSeconds: number;
  /** What happens to the line. @default nothing */
  readonly plan?: Plan;
  readonly onEvent?: (event: DeployEvent, proxy: Proxy) => void;
}

/** Deploys over a line that can be broken, before the eyes of a witness over one that cannot. */
export async function deployByProxy(
  manifests: readonly Manifest[],
  { namespace, timeoutSeconds, plan, onEvent }: ByProxyOptions,
): Promise<ByProxy> {
  const proxy = await proxyTo(kubeconfig(), plan);
  const dir = mkdtempSync(join(tmpdir(), 'chaos-'));
  const events: DeployEvent[] = [];
  const witness = new Witness();
  const begin = performance.now();
  try {
    const report = await deploy(manifests, {
      kubeconfig: proxy.writeKubeconfig(join(dir, 'kubeconfig')),
      namespace,
      timeoutSeconds,
      onEvent: (event) => {
        events.push(event);
        witness.see(event);
        onEvent?.(event, proxy);
      },
    });
    const seconds = (performance.now() - begin) / 1000;
    const lines = events.flatMap((event) => (event.type === 'log' ? event.text : []));
    return {
      report,
      seconds,
      events,
      lines,
      falseGaps: await witness.falseGaps(lines),
      hits: proxy.hits,
    };
  } finally {
    await proxy.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
