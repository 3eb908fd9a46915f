import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Redis } from './redis';
import { ParallelJob, SimpleJob } from 'cdk8s-jobs';

const TASKS = ['apple', 'banana', 'cherry', 'date'];

/** Each Pod takes one task from the queue, does it, and is done: as many Pods as there are tasks. */
export class CoarseWorkQueue extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new Redis(this, 'redis', 'coarse-queue');
    new SimpleJob(this, 'fill', {
      image: 'redis:7',
      command: [
        'sh',
        '-ec',
        'until redis-cli -h coarse-queue ping; do sleep 1; done\nredis-cli -h coarse-queue rpush tasks $TASKS',
      ],
      env: { TASKS: TASKS.join(' ') },
    });
    new ParallelJob(this, 'work', {
      image: 'redis:7',
      // It waits for a task: what fills the queue may come later. A Pod that fails takes its task with it; see fine-work-queue.
      command: [
        'sh',
        '-ec',
        'until redis-cli -h coarse-queue ping >/dev/null; do sleep 1; done\ntask=$(redis-cli -h coarse-queue blpop tasks 60 | tail -n 1)\ntest -n "$task"\necho "did $task"',
      ],
      completions: TASKS.length,
      parallelism: 2,
    });
  }
}

export function app(): App {
  const it = new App();
  new CoarseWorkQueue(it, 'coarse-work-queue');
  return it;
}

if (require.main === module) app().synth();
