import { type Apiserver } from './start';

export interface FeatureGate {
  readonly name: string;
  readonly stage: string;
  readonly enabled: boolean;
}

/** The feature gates that a server knows, as it was started, by name. */
export async function featureGates(server: Pick<Apiserver, 'get'>): Promise<FeatureGate[]> {
  const metrics = (await server.get('/metrics'))?.body ?? '';
  return [...metrics.matchAll(/^kubernetes_feature_enabled\{name="(.*?)",stage="(.*?)"\} (\d)$/gm)]
    .map(([, name, stage, value]) => ({ name, stage: stage || 'GA', enabled: value === '1' })) // the metric leaves the stage of GA empty
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
