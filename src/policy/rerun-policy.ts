/** When a Job that ran before runs again. */
export class RerunPolicy {
  /**
   * Runs the Job again only when what it runs changes: its Pod template, the fields that decide how
   * its Pods are counted, or the contents of the ConfigMaps and Secrets of the same app that it
   * reads.
   *
   * A Job without `metadata.name` gets a name that ends with a short hash of exactly that, so any
   * tool can apply it without the error "field is immutable". This is the default.
   */
  public static onChange(): RerunPolicy {
    return new RerunPolicy('OnChange');
  }

  /** Runs the Job at each deploy. Its name stays the same; the deploy replaces the previous run. */
  public static always(): RerunPolicy {
    return new RerunPolicy('Always');
  }

  /**
   * Does not run the Job again after it has succeeded, even if it changes. The Job must not have a
   * TTL, since a deleted Job leaves no trace of its success.
   */
  public static untilSuccess(): RerunPolicy {
    return new RerunPolicy('UntilSuccess');
  }

  private constructor(
    /**
     * The value of the annotation `cdk8s-jobs/rerun-policy`, by which a deploy learns the policy.
     */
    public readonly name: 'OnChange' | 'Always' | 'UntilSuccess',
  ) {}
}
