import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** A Redis in memory, reached under a name. */
export class Redis extends Construct {
  public constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    const selector = new kplus.Deployment(this, 'server', {
      replicas: 1,
      containers: [
        {
          image: 'redis:7',
          portNumber: 6379,
          resources: {
            cpu: { request: kplus.Cpu.millis(50) },
            memory: { request: Size.mebibytes(32) },
          },
          securityContext: { user: 65532, group: 65532 },
        },
      ],
    });
    // Without an address of its own, the name is that of the Pod.
    new kplus.Service(this, 'service', {
      metadata: { name },
      clusterIP: 'None',
      selector,
      ports: [{ port: 6379 }],
    });
  }
}
