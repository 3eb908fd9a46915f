import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IndexedJob, SuccessPolicy } from 'cdk8s-jobs';

/** The Job succeeds when its leader (index 0) does. The workers would run forever. */
export class LeaderSuccess extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new IndexedJob(this, 'simulation', {
      image: 'busybox:1.36',
      command: [
        'sh',
        '-c',
        'if [ "$JOB_COMPLETION_INDEX" = 0 ]; then echo "the result is 42"; else sleep 2147483647; fi',
      ],
      completions: 3,
      parallelism: 3,
      successPolicy: SuccessPolicy.indexes(0),
      podOverlay: { terminationGracePeriodSeconds: 1 },
    });
  }
}

export function app(): App {
  const it = new App();
  new LeaderSuccess(it, 'leader-success');
  return it;
}

if (require.main === module) app().synth();
