import type { Colors } from './colors';
import { jobText, objectText, outcomeVerb, padVerb } from './phrases';
import { sanitizeLogLine, sanitizeMessage } from './sanitize';
import type { DeployEvent, LogEvent, WatchingEvent } from '../deploy/core/events';

/** Formats an event as one line of progress. */
export function progressLine(
  event: Exclude<DeployEvent, LogEvent | WatchingEvent>,
  colors: Colors,
): string {
  switch (event.type) {
    case 'applied':
      return `${padVerb(event.object.action)} ${objectText(event.object)}`;
    case 'waiting': {
      const run = sanitizeMessage(event.run);
      return `${padVerb('waiting')} ${objectText(event.object)}: its run ${run} is still active`;
    }
    case 'job': {
      const subject = `Job ${event.namespace}/${event.job}`;
      return `${padVerb(event.state)} ${subject}${reasonText(event, colors)}`;
    }
    case 'pod': {
      const subject = `Pod ${event.namespace}/${event.pod}`;
      return `${padVerb(event.state)} ${subject}${reasonText(event, colors)}`;
    }
    case 'ended':
      return `${outcomeVerb(event.job.outcome, colors)} ${jobText(event.job)}`;
    case 'warning': {
      const subject = event.object === undefined ? '' : `${objectText(event.object)}: `;
      return `${colors.yellow(padVerb('warning'))} ${subject}${sanitizeMessage(event.message)}`;
    }
  }
}

/**
 * Formats a line of a log after what names its container. With a prefix, a CI system cannot mistake
 * the beginning of the line for one of its commands.
 */
export function logLine(prefix: string, text: string, colors: Colors): string {
  return `${colors.cyan(`${prefix} |`)} ${sanitizeLogLine(text)}`;
}

function reasonText(
  { reason, message }: { readonly reason?: string; readonly message?: string },
  colors: Colors,
): string {
  const why = sanitizeMessage([reason, message].filter(Boolean).join(': '));
  return why && colors.dim(` (${why})`);
}
