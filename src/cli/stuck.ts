import { InvalidArgumentError } from 'commander';
import type { ObstacleClass } from '../deploy/verdict/obstacle';
import { STUCK, StuckEffect, StuckPolicy } from '../deploy/verdict/stuck';

const EFFECTS: readonly StuckEffect[] = ['fatal', 'warn', 'ignore'];

/** Reads `CLASS=EFFECT`, given any number of times. */
export function stuckOption(text: string, before: StuckPolicy = {}): StuckPolicy {
  const [cls, effect] = text.split('=');
  if (!Object.hasOwn(STUCK, cls)) throw new InvalidArgumentError(`"${cls}" is none of ${Object.keys(STUCK).join(', ')}.`);
  if (!EFFECTS.includes(effect as StuckEffect)) throw new InvalidArgumentError(`Write ${cls}=fatal, ${cls}=warn or ${cls}=ignore.`);
  return { ...before, [cls as ObstacleClass]: effect as StuckEffect };
}
