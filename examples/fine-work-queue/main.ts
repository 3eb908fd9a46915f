import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Redis } from './redis';
import { SimpleJob, WorkQueueJob } from 'cdk8s-jobs';

const TASKS = ['apple', 'banana', 'cherry', 'date', 'fig', 'grape', 'lemon', 'melon'];

/** Takes tasks until the queue is empty. */
const WORKER = `
until [ "$(redis-cli -h fine-queue exists filled)" = 1 ]; do sleep 1; done
while task=$(redis-cli -h fine-queue lpop tasks) && [ -n "$task" ]; do
  echo "did $task"
done
echo "the queue is empty"
`;

/** Runs a few Pods for many small tasks: each Pod takes tasks until the queue is empty. */
export class FineWorkQueue extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new Redis(this, 'redis', 'fine-queue');
    new SimpleJob(this, 'fill', {
      image: 'redis:7',
      command: [
        'sh',
        '-ec',
        [
          'until redis-cli -h fine-queue ping; do sleep 1; done',
          'redis-cli -h fine-queue rpush tasks $TASKS',
          'redis-cli -h fine-queue set filled yes',
        ].join('\n'),
      ],
      env: { TASKS: TASKS.join(' ') },
    });
    new WorkQueueJob(this, 'work', {
      image: 'redis:7',
      command: ['sh', '-ec', WORKER],
      workers: 2,
    });
  }
}

export function app(): App {
  const it = new App();
  new FineWorkQueue(it, 'fine-work-queue');
  return it;
}

if (require.main === module) app().synth();
