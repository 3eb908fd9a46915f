import type { Paint } from './color';
import { sanitizeMessage } from './sanitize';
import type { ObjectRef, Outcome } from '../deploy/core/report';

/** Wide enough for the longest, so that what follows stands in one column. */
const WIDTH = 'unreachable'.length;

/** What happened, as the first word of a line. */
export function padVerb(word: string): string {
  return word.padEnd(WIDTH);
}

/** An outcome as the first word of a line. Colour only says again what the word says. */
export function outcomeVerb(outcome: Outcome, paint: Paint): string {
  const colour =
    outcome === 'succeeded' || outcome === 'skipped'
      ? paint.green
      : outcome === 'detached' || outcome === 'cancelled'
        ? paint.yellow
        : paint.red;
  return colour(padVerb(outcome));
}

/** `3 Jobs`, `1 Job` */
export function pluralize(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Seconds between two RFC 3339 times, as whole ones, which is what Kubernetes keeps. */
export function elapsedSeconds(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}

/** An object by its name, which the input gives and which may be anything. */
export function objectText({ kind, namespace, name }: ObjectRef): string {
  return sanitizeMessage(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`);
}
