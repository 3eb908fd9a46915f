import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IndexedJob, PodFailure, PodFailurePolicy, SimpleJob } from 'cdk8s-jobs';

/** What becomes of a Job when a Pod fails, four times otherwise. */
export class FailurePolicies extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);

    // Exit code 42 means that the input is wrong, and will be wrong next time: no retry.
    new SimpleJob(this, 'fail-job', {
      image: 'busybox:1.36',
      command: ['sh', '-c', 'echo "the input is wrong"; exit 42'],
      backoffLimit: 6,
      podFailurePolicy: PodFailurePolicy.of(
        PodFailure.withExitCode(42).inContainer('main').failJob(),
      ),
    });

    // A drained node is nobody's fault: the Pod is replaced although nothing may fail.
    new SimpleJob(this, 'ignore', {
      image: 'busybox:1.36',
      command: ['sh', '-ec', 'sleep 20; echo "done at last"'],
      backoffLimit: 0,
      podFailurePolicy: PodFailurePolicy.of(PodFailure.byDisruption().ignore()),
    });

    // Something of yours watches Pods that do not start, and marks those that never will.
    new SimpleJob(this, 'condition', {
      image: 'no-such-image:1',
      backoffLimit: 6,
      podFailurePolicy: PodFailurePolicy.of(PodFailure.withCondition('ConfigIssue').failJob()),
    });

    // Of several parts one cannot be done: the others go on.
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
      podFailurePolicy: PodFailurePolicy.of(PodFailure.withExitCode(42).failIndex()),
    });
  }
}

export function app(): App {
  const it = new App();
  new FailurePolicies(it, 'failure-policies');
  return it;
}

if (require.main === module) app().synth();
