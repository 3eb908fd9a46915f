/** An expected failure, which is printed as one message without a stack trace. */
export class ClusterError extends Error {
  public constructor(
    message: string,
    public readonly exitCode: 1 | 2 = 1,
  ) {
    super(message);
    this.name = 'ClusterError';
  }
}
