import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { IndexedJob } from 'cdk8s-jobs';

const WORKERS = 2;

/** Index 0 answers a greeting from each worker. A worker repeats its greeting until it is answered. */
const PROGRAM = `
if [ "$JOB_COMPLETION_INDEX" = 0 ]; then
  for worker in $(seq ${WORKERS}); do
    until nc -l -p 7000 -e sh -c 'read -r greeting && echo "$greeting" >&2 && echo welcome'; do :; done
  done
  echo "all are here"
else
  until echo "hello from $JOB_COMPLETION_INDEX" | nc "$LEADER" 7000 | grep -q welcome; do sleep 1; done
fi
`;

/** Pods that reach each other by host name. */
export class PodToPod extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const completions = WORKERS + 1;
    const job = new IndexedJob(this, 'meeting', {
      image: 'busybox:1.36',
      command: ['sh', '-ec', PROGRAM],
      completions,
      parallelism: completions, // all at once, since each waits for the others
    });
    job.containers[0].env.addVariable(
      'LEADER',
      kplus.EnvValue.fromValue(job.exposePods().hostname(0)),
    );
  }
}

export function app(): App {
  const it = new App();
  new PodToPod(it, 'pod-to-pod');
  return it;
}

if (require.main === module) app().synth();
