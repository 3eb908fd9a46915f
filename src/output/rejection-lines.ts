import type { Colors } from './colors';
import { objectText } from './phrases';
import { sanitizeMessage } from './sanitize';
import type { Rejection } from '../deploy/core/report';
import { formatSource } from '../manifests/problem';

/** Formats what was rejected, an `error:` line each. */
export function rejectionLines(rejections: readonly Rejection[], colors: Colors): string {
  return rejections
    .map((rejection) => `${colors.red('error:')} ${rejectionText(rejection)}\n`)
    .join('');
}

/** Formats what was rejected, with its place. */
export function rejectionText({ object, message, source }: Rejection): string {
  if (object === null) return sanitizeMessage(message);
  const place = source === null ? '' : ` (${formatSource(source)})`;
  return `${objectText(object)}${place} was rejected: ${sanitizeMessage(message)}`;
}
