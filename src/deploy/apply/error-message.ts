import { conflictsIn } from './conflicts';
import type { Manifest } from '../../kubernetes/manifest';
import type { ApiError } from '../kube/errors';

/** A longer message is one that shows whole objects in Go's notation, which hide what is wrong. */
const READABLE = 500;
const IMMUTABLE = /field is immutable$/;

/** The server's own words for a refusal, without what must not be shown, and with what to do where it is known. */
export function rejectionMessage(manifest: Manifest, error: ApiError): string {
  const message = readable(error);
  return manifest.kind === 'Secret'
    ? secretValues(manifest).reduce((text, value) => text.replaceAll(value, '***'), message)
    : message;
}

/** The server may quote what it refuses. */
function secretValues({ data, stringData }: Manifest): string[] {
  return [data, stringData]
    .flatMap((values) => Object.values(values ?? {}))
    .map(String)
    .filter((value) => value !== '');
}

function readable(error: ApiError): string {
  const { message, status } = error;
  const causes = status.details?.causes ?? [];
  const [subject] = message.split(' is invalid: ');
  const words =
    message.length <= READABLE || causes.length === 0
      ? message
      : `${subject} is invalid: ${causes.map((cause) => `${cause.field}: ${cause.message?.replace(/\{.*\}/s, '{…}')}`).join(', ')}`;
  if (causes.some((cause) => IMMUTABLE.test(cause.message ?? ''))) {
    return `${words}; what has been created keeps this: give the new one another name, or delete the old one first`;
  }
  if (conflictsIn(error).length > 0) {
    return `${words}; leave the field out where another manager is to have it, or take it over (--force-conflicts)`;
  }
  return words;
}
