import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IndexedJob } from 'cdk8s-jobs';

/** Gives each index its own retries, so one that always fails does not use up all retries. */
export class PerIndexRetries extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new IndexedJob(this, 'parts', {
      image: 'busybox:1.36',
      command: ['sh', '-c', 'echo "part $JOB_COMPLETION_INDEX"; test "$JOB_COMPLETION_INDEX" != 1'],
      completions: 4,
      parallelism: 4,
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 2,
    });
  }
}

export function app(): App {
  const it = new App();
  new PerIndexRetries(it, 'per-index-retries');
  return it;
}

if (require.main === module) app().synth();
