import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Redis } from './redis';
import { ParallelJob, SimpleJob } from 'cdk8s-jobs';

const TASKS = ['apple', 'banana', 'cherry', 'date'];

/** Runs one Pod per task: each Pod takes one task from the queue and ends. */
export class CoarseWorkQueue extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new Redis(this, 'redis', 'coarse-queue');
    new SimpleJob(this, 'fill', {
      image: 'redis:7',
      command: [
        'sh',
        '-ec',
        [
          'until redis-cli -h coarse-queue ping; do sleep 1; done',
          'redis-cli -h coarse-queue rpush tasks $TASKS',
        ].join('\n'),
      ],
      env: { TASKS: TASKS.join(' ') },
    });
    new ParallelJob(this, 'work', {
      image: 'redis:7',
      // The worker waits for a task: the queue may be filled later. A worker that fails loses its task.
      command: [
        'sh',
        '-ec',
        [
          'until redis-cli -h coarse-queue ping >/dev/null; do sleep 1; done',
          'task=$(redis-cli -h coarse-queue blpop tasks 60 | tail -n 1)',
          'test -n "$task"',
          'echo "did $task"',
        ].join('\n'),
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
