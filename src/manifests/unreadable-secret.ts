import type { InputProblem } from './problem';

const SECRET = /^[\s{,"']*kind["']?\s*:\s*["']?Secret\b/m;
/** Strings and names of anchors, as messages quote them from the input. */
const QUOTED = /"(?:[^"\\]|\\.)*"|[&*]\S+/g;

/**
 * Removes the text of a Secret from its problem. A document that cannot be read has no kind yet, so
 * a line that looks like the kind of a Secret is enough.
 */
export function withoutSecretText(problem: InputProblem, text: string): InputProblem {
  if (!SECRET.test(text)) return problem;
  const { excerpt: _, message, fix, ...rest } = problem;
  return { ...rest, message: hideQuoted(message), fix: hideQuoted(fix) };
}

function hideQuoted(text: string): string {
  return text.replace(QUOTED, '***');
}
