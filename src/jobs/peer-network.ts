import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import type { JobObject } from './job-object';

/** The label that the Job controller gives to the Pods of a Job, with its name. */
const JOB_NAME = 'batch.kubernetes.io/job-name';

/**
 * A headless Service over the Pods of a Job: the control plane calls the Pod of an index `<job>-<index>`, and within the Service that is
 * a name in the network.
 * @see https://kubernetes.io/docs/tasks/job/job-with-pod-to-pod-communication/
 */
export class PeerNetwork extends Construct {
  /** The name of the Service. It stays the same while that of the Job changes with its content. */
  public readonly subdomain: string;

  public constructor(scope: Construct, private readonly job: JobObject) {
    super(scope, 'Peers');
    this.subdomain = job.stem;
    new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: this.subdomain, namespace: job.metadata.namespace },
      spec: {
        clusterIP: 'None',
        publishNotReadyAddresses: true, // those who start first look for those who start later
        selector: { [JOB_NAME]: Lazy.any({ produce: () => job.name }) },
      },
    });
  }

  public addressOf(index: number): string {
    return `${this.job.name}-${index}.${this.subdomain}`;
  }
}
