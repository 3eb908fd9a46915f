/** Something in a folder that another tool turns into manifests. */
export interface SkippedSource {
  /** The folder of a chart or kustomization, or the file of a template. */
  readonly path: string;
  readonly kind: 'chart' | 'kustomization' | 'template';
}

/**
 * Explains in one line what was skipped, and how to get its manifests.
 *
 * @param command the command of this project that reads them
 */
export function skippedMessage(
  { path, kind }: SkippedSource,
  command: 'check' | 'deploy' | 'explain',
): string {
  const rest = `| cdk8s-jobs ${command} -`;
  switch (kind) {
    case 'chart':
      return `${path} is a Helm chart: run helm template ${shellWord(path)} ${rest}`;
    case 'kustomization':
      return (
        `${path} is a kustomization, and its patches are not read: ` +
        `run kustomize build ${shellWord(path)} ${rest}`
      );
    case 'template':
      return `${path} is a template: render it first, such as helm template CHART ${rest}`;
  }
}

function shellWord(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
