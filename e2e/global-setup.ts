import { resolve } from 'node:path';
import { builtKube, up } from './cluster';
import { KUBECONFIG_VARIABLE, KUBECTL_VARIABLE } from './harness';

/** Set for global-teardown.ts if the cluster was started here. */
export const STARTED_VARIABLE = 'CDK8S_JOBS_E2E_STARTED';

/** Once before all suites: the cluster that E2E_KUBECONFIG names, or one of our own. */
export default async function globalSetup(): Promise<void> {
  if (process.env.E2E_KUBECONFIG) {
    process.env[KUBECONFIG_VARIABLE] = resolve(process.env.E2E_KUBECONFIG);
    process.env[KUBECTL_VARIABLE] = (await builtKube())?.kubectl ?? 'kubectl';
    return;
  }
  const cluster = await up({ say: (line) => console.error(line) });
  process.env[KUBECONFIG_VARIABLE] = cluster.kubeconfig;
  process.env[KUBECTL_VARIABLE] = cluster.kubectl;
  if (!cluster.wasUp) process.env[STARTED_VARIABLE] = '1';
}
