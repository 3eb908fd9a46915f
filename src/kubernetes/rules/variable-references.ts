import type { Node } from './node';
import { Rule, warning } from './rule';
import { variableReferences } from '../expansion';
import { quote } from '../truncate';
import { COMPLETION_INDEX_VARIABLE, SERVICE_VARIABLE } from '../well-known-variables';

const EXPANSION_DOC = 'tasks/inject-data-application/define-interdependent-environment-variables/';
/** A name in capitals, which is not the name of a program that a shell would run. */
const CONSTANT = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
const MEANT_LITERALLY = 'write $$(NAME) if the text is meant as it is';

/** References to variables that the kubelet leaves as they are. */
export const variableReferenceRules: Rule[] = [
  warning({
    id: 'env/not-expanded',
    on: 'Container',
    message:
      'the kubelet expands $(NAME) in env only if NAME is defined before it, in env or envFrom of ' +
      'the container, and in command and args only if it is defined at all; otherwise the text stays',
    fix: `define the variable before the one that uses it; ${MEANT_LITERALLY}`,
    link: EXPANSION_DOC,
    check: ({ command = [], args = [], env = [], envFrom = [] }, node, report) => {
      if (envFrom.length > 0) return; // the names are in the ConfigMap or Secret
      const names = env.map(({ name = '' }) => name);
      env.forEach(({ value = '' }, i) => {
        for (const name of unknownReferences(value, names.slice(0, i))) {
          const [reason, fix] = whyNotBefore(name, names, node);
          report(node.at('env').index(i).field('value'), notExpanded(name, reason), fix);
        }
      });
      const isShell = [...command, ...args].some((text) => /^-\w*c$/.test(text));
      for (const [field, list] of Object.entries({ command, args })) {
        list.forEach((text, i) => {
          const isScript = isShell || /\s/.test(text);
          for (const name of unknownReferences(text, definedIn(node, names))) {
            // A shell runs the program: $(date).
            if (isScript && !CONSTANT.test(name)) continue;
            report(
              node.path.field(field).index(i),
              notExpanded(name, 'the container has no such variable'),
              `add it to env of the container; ${MEANT_LITERALLY}`,
            );
          }
        });
      }
    },
  }),
];

function unknownReferences(text: string, known: readonly string[]): string[] {
  if (text.includes('\n')) return []; // a script, which another program reads
  return [...new Set(variableReferences(text))].filter(
    (name) => !known.includes(name) && !SERVICE_VARIABLE.test(name),
  );
}

/** Returns the variables of a container, with that which the Job controller adds. */
function definedIn(node: Node<'Container'>, names: readonly string[]): readonly string[] {
  return isIndexed(node) ? [...names, COMPLETION_INDEX_VARIABLE] : names;
}

function isIndexed(node: Node<'Container'>): boolean {
  return node.ancestor('JobSpec')?.value.completionMode === 'Indexed';
}

/** Returns why a variable is not defined before another one, and what to do. */
function whyNotBefore(
  name: string,
  names: readonly string[],
  node: Node<'Container'>,
): [reason: string, fix?: string] {
  if (names.includes(name)) return ['it is not defined before this variable'];
  if (name === COMPLETION_INDEX_VARIABLE && isIndexed(node)) {
    return [
      'the Job controller adds it at the end of env',
      'use $(JOB_COMPLETION_INDEX) in command or args, or read the variable in the program',
    ];
  }
  return [
    'the container has no such variable',
    /^\w+$/.test(name) && name !== name.toLowerCase()
      ? undefined
      : `no shell reads env: run the program in the command; ${MEANT_LITERALLY}`,
  ];
}

function notExpanded(name: string, reason: string): string {
  return `${quote(`$(${name})`)} is not expanded, since ${reason}`;
}
