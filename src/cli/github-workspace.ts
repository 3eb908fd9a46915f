/**
 * Returns the folder of the repository in a workflow of GitHub Actions, which may set another
 * working directory for its steps; elsewhere, the current folder.
 */
export function githubWorkspace(): string {
  return process.env.GITHUB_WORKSPACE || process.cwd();
}
