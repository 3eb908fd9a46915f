import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IndexedJob } from 'cdk8s-jobs';

/** Runs a Pod for each item. The Pod reads its item from a file, so no queue is needed. */
export class IndexedWork extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new IndexedJob(this, 'reverse', {
      image: 'busybox:1.36',
      command: ['sh', '-ec', 'echo "$JOB_COMPLETION_INDEX: $(rev < "$JOB_ITEM")"'],
      items: ['foo', 'bar', 'baz', 'qux', 'xyz'],
      parallelism: 3,
    });
  }
}

export function app(): App {
  const it = new App();
  new IndexedWork(it, 'indexed-work');
  return it;
}

if (require.main === module) app().synth();
