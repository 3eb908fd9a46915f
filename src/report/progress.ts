import type { Paint } from './colour';
import { logLine, oneLine } from './harmless';
import { objectText, outcomeVerb, verb } from './words';
import type { DeployEvent } from '../deploy/events';

/** One event as the line that tells it. */
export function progressLine(event: DeployEvent, paint: Paint): string {
  switch (event.type) {
    case 'applied':
      return `${verb(event.object.action)} ${objectText(event.object)}`;
    case 'waiting':
      return `${verb('waiting')} ${objectText(event.object)} for its run ${oneLine(event.run)}, which is still active`;
    case 'job':
      return `${verb(event.state)} Job ${event.namespace}/${event.job}${reasonText(event, paint)}`;
    case 'pod':
      return `${verb(event.state)} Pod ${event.namespace}/${event.pod}${reasonText(event, paint)}`;
    case 'log': {
      // Because of the prefix, no line can be taken for a command of the CI system that shows it.
      const prefix = paint.cyan(`${event.pod}${event.oneOfMany ? `/${event.container}` : ''} |`);
      return `${prefix} ${logLine(event.text)}`;
    }
    case 'ended':
      return `${outcomeVerb(event.job.outcome, paint)} Job ${event.job.namespace}/${event.job.name}`;
    case 'warning':
      return `${paint.yellow(verb('warning'))} ${event.object === undefined ? '' : `${objectText(event.object)}: `}${oneLine(event.message)}`;
  }
}

function reasonText({ reason, message }: { readonly reason?: string; readonly message?: string }, paint: Paint): string {
  const why = oneLine([reason, message].filter(Boolean).join(': '));
  return why && paint.dim(` (${why})`);
}
