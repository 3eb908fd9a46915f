import { formatTime, parseTime } from '../kubernetes/time';

/** Returns a moment as the API server stores it: in whole seconds. */
export function formatSeconds(milliseconds: number): string {
  return formatTime(Math.floor(milliseconds / 1000))!;
}

/** Returns the moment of a time of the API, in milliseconds since 1970. */
export function toMilliseconds(time: string): number {
  return parseTime(time)! * 1000;
}
