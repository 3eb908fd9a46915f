import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { JobDefaults, ParallelJob } from 'cdk8s-jobs';

const PROCESS = 'echo Processing file $((RANDOM % 1000))';

/** Three Pods at once. Each processes a file. Without defaults. */
export class ParallelFiles extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    JobDefaults.none().applyTo(this);
    new ParallelJob(this, 'files', {
      metadata: { name: 'parallel-file-processing-job' },
      image: 'busybox',
      containerName: 'file-processor',
      command: ['sh', '-c', PROCESS],
      completions: 3,
      parallelism: 3,
    });
  }
}

/** The same Job with the defaults: it runs where Pod Security `restricted` is enforced. */
export class SaneParallelFiles extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new ParallelJob(this, 'files', {
      metadata: { name: 'sane-parallel-file-processing-job' },
      image: 'busybox',
      command: ['sh', '-c', PROCESS],
      completions: 3,
      parallelism: 3,
    });
  }
}

export function app(): App {
  const it = new App();
  new ParallelFiles(it, 'parallel-files');
  new SaneParallelFiles(it, 'sane-parallel-files');
  return it;
}

if (require.main === module) app().synth();
