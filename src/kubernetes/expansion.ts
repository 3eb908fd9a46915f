/**
 * Returns the names of the variables in a string that the kubelet expands, such as `A` in `$(A)`.
 * `$$` escapes a dollar sign.
 *
 * @see k8s.io/kubernetes/third_party/forked/golang/expansion
 */
export function variableReferences(text: string): string[] {
  const matches = text.matchAll(/\$\$|\$\(([^)]*)\)/g);
  return [...matches].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/**
 * Expands `$(NAME)` in a string as the kubelet does. A variable that is not defined remains as it
 * is written, and `$$` becomes `$`.
 */
export function expandVariables(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (reference: string, name?: string) =>
    name === undefined ? '$' : (values[name] ?? reference),
  );
}
