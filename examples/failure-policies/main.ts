import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IndexedJob, PodFailure, PodFailurePolicy, SimpleJob } from 'cdk8s-jobs';

/** Four Jobs that handle a failed Pod differently. */
export class FailurePolicies extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    // Exit code 42 means that the input is wrong. Retries would fail too, so the Job fails at once.
    new SimpleJob(this, 'fail-job', {
      image: 'busybox:1.36',
      command: ['sh', '-c', 'echo "the input is wrong"; exit 42'],
      backoffLimit: 6,
      podFailurePolicy: PodFailurePolicy.of(
        PodFailure.onExitCodes(42, { containerName: 'main' }).failJob(),
      ),
    });

    // A node drain does not count as a failure: the Pod is replaced although backoffLimit is 0.
    new SimpleJob(this, 'ignore', {
      image: 'busybox:1.36',
      command: ['sh', '-ec', 'sleep 20; echo "done at last"'],
      backoffLimit: 0,
      podFailurePolicy: PodFailurePolicy.of(PodFailure.onPodCondition('DisruptionTarget').ignore()),
    });

    // A controller of yours marks Pods that can never start with the condition ConfigIssue.
    new SimpleJob(this, 'condition', {
      image: 'no-such-image:1',
      backoffLimit: 6,
      podFailurePolicy: PodFailurePolicy.of(PodFailure.onPodCondition('ConfigIssue').failJob()),
    });

    // Exit code 42 fails one index, without retries. The other indexes continue.
    new IndexedJob(this, 'fail-index', {
      image: 'busybox:1.36',
      command: [
        'sh',
        '-c',
        'if [ "$JOB_COMPLETION_INDEX" = 1 ]; then exit 42; fi; echo "did $JOB_COMPLETION_INDEX"',
      ],
      completions: 3,
      parallelism: 3,
      backoffLimitPerIndex: 3,
      podFailurePolicy: PodFailurePolicy.of(PodFailure.onExitCodes(42).failIndex()),
    });
  }
}

export function app(): App {
  const it = new App();
  new FailurePolicies(it, 'failure-policies');
  return it;
}

if (require.main === module) app().synth();
