import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Redis } from './redis';
import { SimpleJob } from 'cdk8s-jobs';

/** The schema version that this version of the shop needs. */
const SCHEMA = '7';

/** The database, and the Job that migrates it to the schema version that the shop needs. */
export class Database extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new Redis(this, 'redis', 'database');
    new SimpleJob(this, 'migrate', {
      image: 'redis:7',
      // A migration must be idempotent: a Job runs its Pod at least once, not exactly once.
      command: [
        'sh',
        '-ec',
        [
          'until redis-cli -h database ping; do sleep 1; done',
          'redis-cli -h database set schema "$SCHEMA"',
          'echo "migrated to $SCHEMA"',
        ].join('\n'),
      ],
      env: { SCHEMA },
    });
  }
}

/** The shop. It exits at start if the database has another schema version. */
export class Shop extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new kplus.Deployment(this, 'shop', {
      metadata: { name: 'shop' },
      replicas: 1,
      containers: [
        {
          image: 'redis:7',
          command: [
            'sh',
            '-ec',
            [
              `test "$(redis-cli -h database get schema)" = ${SCHEMA}`,
              'echo open',
              'exec sleep 2147483647',
            ].join('\n'),
          ],
          resources: {
            cpu: { request: kplus.Cpu.millis(50) },
            memory: { request: Size.mebibytes(32) },
          },
          securityContext: { user: 65532, group: 65532 },
        },
      ],
    });
  }
}

export function app(): App {
  const it = new App();
  new Database(it, 'database');
  new Shop(it, 'shop');
  return it;
}

if (require.main === module) app().synth();
