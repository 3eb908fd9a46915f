import { InvalidArgumentError } from 'commander';
import type { BlockerClass } from '../deploy/verdict/blocker';
import { STUCK, StuckAction, StuckPolicy } from '../deploy/verdict/stuck';

const EFFECTS: readonly StuckAction[] = ['fatal', 'warn', 'ignore'];

/** Reads `CLASS=EFFECT`, given any number of times. */
export function stuckOption(text: string, before: StuckPolicy = {}): StuckPolicy {
  const [cls, effect] = text.split('=');
  if (!Object.hasOwn(STUCK, cls)) {
    throw new InvalidArgumentError(`"${cls}" is none of ${Object.keys(STUCK).join(', ')}.`);
  }
  if (!EFFECTS.includes(effect as StuckAction)) {
    throw new InvalidArgumentError(`Write ${cls}=fatal, ${cls}=warn or ${cls}=ignore.`);
  }
  return { ...before, [cls as BlockerClass]: effect as StuckAction };
}
