import type { Answer } from './api-request';
import { StatusError } from '../store/status-error';

const JSON_TYPE = { 'content-type': 'application/json' };

/** @param warnings sent as `Warning` headers, which kubectl and deploy print */
export function jsonAnswer(
  body: object,
  { status = 200, warnings = [] }: { status?: number; warnings?: readonly string[] } = {},
): Answer {
  const headers =
    warnings.length === 0 ? JSON_TYPE : { ...JSON_TYPE, warning: warnings.map(warningHeader) };
  return { status, headers, body: `${JSON.stringify(body)}\n` };
}

export function errorAnswer(error: unknown): Answer {
  const known =
    error instanceof StatusError
      ? error
      : new StatusError(500, 'InternalError', `Internal error occurred: ${String(error)}`);
  return jsonAnswer(known.toStatus(), { status: known.code });
}

/** A header holds printable characters only; others are replaced. */
function warningHeader(text: string): string {
  const printable = text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&');
  return `299 - "${printable}"`;
}
