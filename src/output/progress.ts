import type { Paint } from './color';
import { objectText, outcomeVerb, padVerb } from './phrases';
import { sanitizeLogLine, sanitizeMessage } from './sanitize';
import type { DeployEvent } from '../deploy/core/events';

/** One event as the line that tells it. */
export function progressLine(event: DeployEvent, paint: Paint): string {
  switch (event.type) {
    case 'applied':
      return `${padVerb(event.object.action)} ${objectText(event.object)}`;
    case 'waiting':
      return `${padVerb('waiting')} ${objectText(event.object)} for its run ${sanitizeMessage(event.run)}, which is still active`;
    case 'job':
      return `${padVerb(event.state)} Job ${event.namespace}/${event.job}${reasonText(event, paint)}`;
    case 'pod':
      return `${padVerb(event.state)} Pod ${event.namespace}/${event.pod}${reasonText(event, paint)}`;
    case 'log': {
      // Because of the prefix, no line can be taken for a command of the CI system that shows it.
      const prefix = paint.cyan(
        `${event.pod}${event.multiContainer ? `/${event.container}` : ''} |`,
      );
      return `${prefix} ${sanitizeLogLine(event.text)}`;
    }
    case 'ended':
      return `${outcomeVerb(event.job.outcome, paint)} Job ${event.job.namespace}/${event.job.name}`;
    case 'warning':
      return `${paint.yellow(padVerb('warning'))} ${event.object === undefined ? '' : `${objectText(event.object)}: `}${sanitizeMessage(event.message)}`;
  }
}

function reasonText(
  { reason, message }: { readonly reason?: string; readonly message?: string },
  paint: Paint,
): string {
  const why = sanitizeMessage([reason, message].filter(Boolean).join(': '));
  return why && paint.dim(` (${why})`);
}
