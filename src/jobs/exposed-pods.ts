import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { JobObject } from './job-object';

/**
 * A headless Service for the Pods of an Indexed Job, through which they reach each other by
 * hostname.
 * @see https://kubernetes.io/docs/tasks/job/job-with-pod-to-pod-communication/
 */
export class ExposedPods extends Construct {
  /**
   * The name of the Service. Unlike the name of the Job, it does not change with the content of the
   * Job.
   */
  public readonly subdomain: string;

  /**
   * @param selector labels of the Pods of all runs, so that a new run does not take the hostnames
   *   from the running one
   * @internal
   */
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
        publishNotReadyAddresses: true, // a Pod may look up Pods that are not ready yet
        selector,
      },
    });
  }

  /**
   * Returns the hostname of the Pod of an index, for Pods in the same namespace.
   * @param index 0 to `completions` - 1
   */
  public hostname(index: number): string {
    return `${this.job.name}-${index}.${this.subdomain}`;
  }
}
