import type { Colors } from './colors';
import { sanitizeMessage } from './sanitize';
import type { AttemptReport, JobReport, ObjectRef, Outcome } from '../deploy/core/report';
import { formatDuration } from '../kubernetes/duration';

/** Width of the longest verb, so that what follows a verb is aligned. */
const VERB_WIDTH = 'unreachable'.length;

/** Pads the verb that begins a line. */
export function padVerb(verb: string): string {
  return verb.padEnd(VERB_WIDTH);
}

/** Returns an outcome as the verb that begins a line. Its colour adds no information. */
export function outcomeVerb(outcome: Outcome, colors: Colors): string {
  return outcomeColor(outcome, colors)(padVerb(outcome));
}

function outcomeColor(outcome: Outcome, { green, yellow, red }: Colors): Colors['red'] {
  switch (outcome) {
    case 'succeeded':
    case 'skipped':
      return green;
    case 'detached':
    case 'cancelled':
      return yellow;
    default:
      return red;
  }
}

/** Whether an outcome leaves nothing to do. */
export function endedWell(outcome: Outcome): boolean {
  return outcome === 'succeeded' || outcome === 'skipped';
}

/** Returns a number with its noun: `3 Jobs`, `1 Job`. */
export function pluralize(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Returns the whole seconds between two RFC 3339 times, never fewer than 0. */
export function elapsedSeconds(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}

/** Describes how an attempt ended: `exit code 137 (OOMKilled)`. */
export function attemptEnd({ exitCode, reason }: AttemptReport): string {
  if (exitCode === null) return reason ?? 'ended';
  const cause = reason === null || reason === 'Error' ? '' : ` (${reason})`;
  return `exit code ${exitCode}${cause}`;
}

/** Names a Job and how long it took, if both times are known: `Job shop/migrate in 14s`. */
export function jobText({ namespace, name, startedAt, finishedAt }: JobReport): string {
  const took =
    startedAt === null || finishedAt === null
      ? ''
      : ` in ${formatDuration(elapsedSeconds(startedAt, finishedAt))}`;
  return sanitizeMessage(`Job ${namespace}/${name}${took}`);
}

/** Joins as many items as fit in `width` columns, at least one: `a, b and 7 more`. */
export function joinWithin(items: readonly string[], width: number): string {
  let text = items[0] ?? '';
  let count = 1;
  while (count < items.length && text.length + items[count].length + 2 <= width) {
    text += `, ${items[count++]}`;
  }
  return count < items.length ? `${text} and ${items.length - count} more` : text;
}

/** Names an object: `ConfigMap shop/settings`. */
export function objectText({ kind, namespace, name }: ObjectRef): string {
  return sanitizeMessage(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`);
}
