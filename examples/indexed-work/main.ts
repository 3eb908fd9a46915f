import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IndexedJob } from 'cdk8s-jobs';

/** A Pod for each item, which it finds in a file: no queue, no program that hands out the work. */
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
