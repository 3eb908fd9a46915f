import type { Problem } from '../../manifests/problem';
import { BLOCKER_RULES } from '../verdict/stuck';

/** The options with a fixed set of values. */
const CHOICES = {
  rerun: ['changed', 'failed', 'all'],
  ifRunning: ['wait', 'fail', 'replace'],
  onCancel: ['detach', 'suspend', 'delete'],
  logs: ['all', 'failed', 'none'],
} as const;
const STUCK_ACTIONS = ['fatal', 'warn', 'ignore'];
const SECONDS = [
  'timeoutSeconds',
  'apiOutageTimeoutSeconds',
  'jobTimeoutSeconds',
  'startTimeoutSeconds',
  'progressTimeoutSeconds',
];
const COUNTS = ['keepSucceeded', 'keepFailed'];

/**
 * Returns the errors in the options of a command. The types exclude them, but a caller in
 * JavaScript, or one that reads options from a file, has none; and with a mistyped `ifRunning`
 * two runs of a Job could be active at once.
 */
export function optionProblems(options: object): Problem[] {
  const given = new Map(Object.entries(options).filter(([, value]) => value !== undefined));
  const messages = [
    ...Object.entries(CHOICES).map(([name, values]) => choiceError(name, given.get(name), values)),
    ...Object.entries((given.get('onStuck') as object | undefined) ?? {}).map(([cls, action]) =>
      stuckError(cls, action),
    ),
    ...SECONDS.map((name) => numberError(name, given.get(name), 'seconds', isSeconds)),
    ...COUNTS.map((name) => numberError(name, given.get(name), 'an integer', isCount)),
  ];
  return messages.flatMap((message) => (message === undefined ? [] : [{ message }]));
}

function choiceError(name: string, value: unknown, values: readonly string[]): string | undefined {
  return value === undefined || values.includes(value as string)
    ? undefined
    : `${name} must be one of ${values.join(', ')}; got ${show(value)}`;
}

function stuckError(cls: string, action: unknown): string | undefined {
  return Object.hasOwn(BLOCKER_RULES, cls)
    ? choiceError(`onStuck.${cls}`, action, STUCK_ACTIONS)
    : `onStuck has no class ${cls}; use ${Object.keys(BLOCKER_RULES).join(', ')}`;
}

function numberError(
  name: string,
  value: unknown,
  unit: string,
  isValid: (value: unknown) => boolean,
): string | undefined {
  return value === undefined || isValid(value)
    ? undefined
    : `${name} must be ${unit}, 0 or more; got ${show(value)}`;
}

const isSeconds = (value: unknown) => typeof value === 'number' && value >= 0;
const isCount = (value: unknown) => Number.isInteger(value) && isSeconds(value);

function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
}
