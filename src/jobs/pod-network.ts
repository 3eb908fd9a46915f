import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { JobObject } from './job-object';

/**
 * A headless Service over the Pods of a Job: the control plane calls the Pod of an index `<job>-<index>`, and within the Service that is
 * a name in the network.
 * @see https://kubernetes.io/docs/tasks/job/job-with-pod-to-pod-communication/
 */
export class PeerNetwork extends Construct {
  /** The name of the Service. It stays the same while that of the Job changes with its content. */
  public readonly subdomain: string;

  /** @param selector labels of the Pods, the same for all runs: a new one does not take the names away from one that is still at work */
  public constructor(
    scope: Construct,
    private readonly job: JobObject,
    selector: Readonly<Record<string, string>>,
    subdomain?: string,
  ) {
    super(scope, 'Peers');
    this.subdomain = subdomain ?? job.stem;
    new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: this.subdomain, namespace: job.metadata.namespace },
      spec: {
        clusterIP: 'None',
        publishNotReadyAddresses: true, // those who start first look for those who start later
        selector,
      },
    });
  }

  public addressOf(index: number): string {
    return `${this.job.name}-${index}.${this.subdomain}`;
  }
}
