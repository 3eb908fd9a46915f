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

/** Time between two RFC 3339 times, to the second, as Kubernetes itself keeps them: `1h02m03s`. */
export function formatElapsed(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  return `${Math.floor(seconds / 3600)}h${two(Math.floor(seconds / 60) % 60)}m${two(seconds % 60)}s`;
}

/** An object by its name, which the input gives and which may be anything. */
export function objectText({ kind, namespace, name }: ObjectRef): string {
  return sanitizeMessage(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`);
}
