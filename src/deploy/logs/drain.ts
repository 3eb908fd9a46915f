import type { FollowedLog } from './followed-log';
import { formatDuration } from '../../kubernetes/duration';

/**
 * How long the logs of containers that still run may be silent after the last verdict before they
 * are given up.
 */
const IDLE_TIMEOUT_MS = 10_000;
/**
 * How long it may take to read the logs of ended containers: the server may be unreachable for a
 * while, but a node may be lost for good.
 */
const RETRY_TIMEOUT_MS = 60_000;
/** How long running containers are followed: a Pod that outlives its Job may never be silent. */
export const MAX_RUNNING_MS = 60_000;
/** How long the reader may take for one line. */
const READER_TIMEOUT_MS = 5 * 60_000;

/** Returns for how long no line may arrive while the logs are read to their ends. */
export function drainTimeoutMs(logs: readonly FollowedLog[], readerBusy: boolean): number {
  if (readerBusy) return READER_TIMEOUT_MS;
  const hasEnd = ({ begun, error, running }: FollowedLog) =>
    begun && (error !== undefined || !running);
  return logs.some(hasEnd) ? RETRY_TIMEOUT_MS : IDLE_TIMEOUT_MS;
}

/** Returns why a log is given up when that timeout expires. */
export function drainTimeoutReason(
  { begun, error, running }: FollowedLog,
  readerBusy: boolean,
): string {
  if (!begun) return 'it was never read, because other logs did not end';
  if (readerBusy) return `the reader accepted no line for ${format(READER_TIMEOUT_MS)}`;
  const retried = format(RETRY_TIMEOUT_MS);
  if (error !== undefined) return `it could not be read for ${retried} (${error.message})`;
  return running
    ? `no line arrived for ${format(IDLE_TIMEOUT_MS)}, and its container is still running`
    : `its end was not reached within ${retried}`;
}

/** Returns why a log is given up whose container is still running after `MAX_RUNNING_MS`. */
export function outlivedReason(): string {
  return `its container is still running ${format(MAX_RUNNING_MS)} after the Jobs ended`;
}

function format(milliseconds: number): string {
  return formatDuration(milliseconds / 1000);
}
