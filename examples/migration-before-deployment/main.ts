import { App, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Redis } from './redis';
import { SimpleJob } from 'cdk8s-jobs';

/** The version of the data that this version of the shop works with. */
const SCHEMA = '7';

/** The database, and what brings its data to the version that the shop needs. */
export class Database extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new Redis(this, 'redis', 'database');
    new SimpleJob(this, 'migrate', {
      image: 'redis:7',
      // Whoever migrates twice has to find nothing to do the second time: a Job starts its Pod at least once, not exactly once.
      command: [
        'sh',
        '-ec',
        'until redis-cli -h database ping; do sleep 1; done\nredis-cli -h database set schema "$SCHEMA"\necho "migrated to $SCHEMA"',
      ],
      env: { SCHEMA },
    });
  }
}

/** The shop, which does not start on other data. */
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
            `test "$(redis-cli -h database get schema)" = ${SCHEMA}\necho open\nexec sleep 2147483647`,
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
