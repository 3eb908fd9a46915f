import type { Colors } from './colors';
import { objectText, outcomeVerb, padVerb } from './phrases';
import { sanitizeLogLine, sanitizeMessage } from './sanitize';
import type { DeployEvent, LogEvent } from '../deploy/core/events';

/** Formats an event as one line of progress. */
export function progressLine(event: DeployEvent, colors: Colors): string {
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
    case 'log':
      return `${colors.cyan(logPrefix(event))} ${sanitizeLogLine(event.text)}`;
    case 'ended': {
      const { outcome, namespace, name } = event.job;
      return `${outcomeVerb(outcome, colors)} Job ${namespace}/${name}`;
    }
    case 'warning': {
      const subject = event.object === undefined ? '' : `${objectText(event.object)}: `;
      return `${colors.yellow(padVerb('warning'))} ${subject}${sanitizeMessage(event.message)}`;
    }
  }
}

/** With a prefix, a CI system cannot mistake the beginning of the line for one of its commands. */
function logPrefix({ pod, container, multiContainer }: LogEvent): string {
  return `${pod}${multiContainer ? `/${container}` : ''} |`;
}

function reasonText(
  { reason, message }: { readonly reason?: string; readonly message?: string },
  colors: Colors,
): string {
  const why = sanitizeMessage([reason, message].filter(Boolean).join(': '));
  return why && colors.dim(` (${why})`);
}
