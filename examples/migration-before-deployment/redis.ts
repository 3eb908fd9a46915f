import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';

/** An in-memory Redis, and a Service that gives it a host name. */
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
    // A headless Service: its name resolves to the address of the Pod.
    new kplus.Service(this, 'service', {
      metadata: { name },
      clusterIP: 'None',
      selector,
      ports: [{ port: 6379 }],
    });
  }
}
