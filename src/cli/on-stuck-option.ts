import { InvalidArgumentError } from 'commander';
import type { BlockerClass, StuckAction, StuckPolicy } from '../deploy';
import { BLOCKER_RULES } from '../deploy/verdict/stuck';

const ACTIONS: readonly string[] = ['fatal', 'warn', 'ignore'] satisfies StuckAction[];

/** Parses `CLASS=ACTION` and adds it to what earlier occurrences of the option have set. */
export function parseOnStuck(text: string, previous: StuckPolicy = {}): StuckPolicy {
  const [blockerClass, action] = text.split('=');
  if (!Object.hasOwn(BLOCKER_RULES, blockerClass)) {
    const classes = Object.keys(BLOCKER_RULES).join(', ');
    throw new InvalidArgumentError(`The class "${blockerClass}" must be one of ${classes}.`);
  }
  if (!ACTIONS.includes(action)) {
    const choices = ACTIONS.map((choice) => `${blockerClass}=${choice}`).join(', ');
    throw new InvalidArgumentError(`It must be one of ${choices}.`);
  }
  return { ...previous, [blockerClass as BlockerClass]: action as StuckAction };
}
