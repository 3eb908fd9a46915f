import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { SimpleJob } from 'cdk8s-jobs';

/** A training on two GPUs, on nodes that are reserved for GPU work. */
export class Gpu extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new SimpleJob(this, 'train', {
      image: 'registry.example.com/ml/train:3',
      resources: {
        cpu: { request: kplus.Cpu.units(8) },
        memory: { request: Size.gibibytes(32), limit: Size.gibibytes(64) },
        extended: { 'nvidia.com/gpu': 2 },
      },
      podOverlay: {
        nodeSelector: { 'cloud.google.com/gke-accelerator': 'nvidia-l4' },
        tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
        priorityClassName: 'batch',
        runtimeClassName: 'nvidia',
      },
    });
  }
}

export function app(): App {
  const it = new App();
  new Gpu(it, 'gpu');
  return it;
}

if (require.main === module) app().synth();
