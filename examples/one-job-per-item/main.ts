import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { SimpleJob } from 'cdk8s-jobs';

const FRUITS = ['apple', 'banana', 'cherry'];

/** Creates a Job for each item, so each item has its own outcome and can be rerun by itself. */
export class Fruits extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const fruit of FRUITS) {
      new SimpleJob(this, fruit, {
        image: 'busybox:1.36',
        command: ['sh', '-ec', 'echo "Processing item $ITEM"'],
        env: { ITEM: fruit },
      });
    }
  }
}

export function app(): App {
  const it = new App();
  new Fruits(it, 'fruits');
  return it;
}

if (require.main === module) app().synth();
