/** When a Job that has run before runs again. `cdk8s-jobs/run-policy` tells it to those who deploy the YAML. */
export class RerunPolicy {
  /**
   * When, and only when, what it does has changed: its Pod template, what decides how its Pods are counted, the contents of the
   * ConfigMaps and Secrets of the same app that it reads. A Job without a given name carries a short hash of just that in its name,
   * so that any tool can apply it, and never meets "field is immutable". This is the default.
   */
  public static onChange(): RerunPolicy {
    return new RerunPolicy('onChange');
  }

  /** At each deploy. The name stays the same; what deploys it replaces the run before. */
  public static always(): RerunPolicy {
    return new RerunPolicy('everyDeploy');
  }

  /** Not again after it has succeeded, whatever changes. It must not have a TTL, or nobody could know. */
  public static untilSuccess(): RerunPolicy {
    return new RerunPolicy('once');
  }

  private constructor(
    /** As it stands in the annotation `cdk8s-jobs/run-policy`. */
    public readonly name: 'onChange' | 'everyDeploy' | 'once',
  ) {}
}
