import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { JobDefaults, ParallelJob } from 'cdk8s-jobs';

const PROCESS = 'echo Processing file $((RANDOM % 1000))';

/** Three Pods at once, each of which processes a file. The Jobs hold only what is written here. */
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

/** The same with sane defaults: it runs in a namespace that enforces Pod Security `restricted`. */
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
