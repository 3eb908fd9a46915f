import type { ApiError } from '../kube/errors';

/** A longer message is one that shows whole objects in Go's notation, which hide what is wrong. */
const READABLE = 500;
const IMMUTABLE = /field is immutable$/;

/** The server's own words for a refusal, without the objects that it prints in full, and with what to do where it is known. */
export function refusalMessage({ message, status }: ApiError): string {
  const causes = status.details?.causes ?? [];
  const [subject] = message.split(' is invalid: ');
  const words = message.length <= READABLE || causes.length === 0
    ? message
    : `${subject} is invalid: ${causes.map((cause) => `${cause.field}: ${cause.message?.replace(/\{.*\}/s, '{…}')}`).join(', ')}`;
  return causes.some((cause) => IMMUTABLE.test(cause.message ?? ''))
    ? `${words}; what has been created keeps this: give the new one another name, or delete the old one first`
    : words;
}
