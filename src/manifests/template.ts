/**
 * An action of a Go template, as in Helm charts, or of Jinja, which no quote or comment precedes in
 * its line.
 */
const ACTION = /^[^'"#\n]*\{[{%]/m;

/** What to do with a template. */
export const RENDER_TEMPLATE =
  'render the template first, such as: helm template CHART | cdk8s-jobs check -';

/** Whether a document that is not valid YAML is a template. */
export function isTemplate(text: string): boolean {
  return ACTION.test(text);
}
