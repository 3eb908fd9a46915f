import * as kplus from 'cdk8s-plus-27';

/** The id of the network policy that cdk8s-plus creates to isolate a workload. */
const ISOLATION_ID = 'DefaultDenyAll';

/** The connections of a Job, which may be isolated by its `JobDefaults`. */
export class JobConnections extends kplus.PodConnections {
  private isIsolatedByDefault = false;

  public constructor(private readonly workload: kplus.AbstractPod) {
    super(workload);
  }

  /** Denies all network traffic of the Pods that no other connection allows. */
  public isolate(): void {
    if (!this.isIsolatedByDefault) super.isolate();
    this.isIsolatedByDefault = false; // from now on, whatever the defaults
  }

  /** Isolates the Pods, or undoes what an earlier call did. */
  public isolateByDefault(isolate: boolean): void {
    if (isolate && !this.workload.node.tryFindChild(ISOLATION_ID)) {
      super.isolate();
      this.isIsolatedByDefault = true;
    } else if (!isolate && this.isIsolatedByDefault) {
      this.workload.node.tryRemoveChild(ISOLATION_ID);
      this.isIsolatedByDefault = false;
    }
  }
}
