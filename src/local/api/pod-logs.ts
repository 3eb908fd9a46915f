import type { Call, ServerContext } from './call';
import { PushStream } from './push-stream';
import { JsonObject, objectIn, objectsIn } from '../../kubernetes/json';
import { parseTime } from '../../kubernetes/time';
import { PODS } from '../store/known-types';
import { badRequest } from '../store/status-error';
import type { StoredObject } from '../store/stored-object';

/** One line that a container has written. */
export interface ContainerLogLine {
  /** RFC 3339 with nanoseconds, e.g. `2030-01-01T00:00:00.000000001Z`. */
  readonly time: string;
  readonly text: string;
  /** Whether no newline follows it: the last line of some programs. @default false */
  readonly partial?: boolean;
}

/** The log of one run of a container. It grows until the run ends. */
export interface ContainerLog {
  readonly lines: readonly ContainerLogLine[];
  readonly ended: boolean;
  /**
   * Calls a function after lines were added or the run ended.
   *
   * @returns a function that removes it
   */
  onChange(listener: () => void): () => void;
}

/** Where the logs of Pods come from: whatever runs their containers. */
export interface LogSource {
  /**
   * Returns the log of the current run of a container, or of the run before it; undefined if it
   * has not run.
   */
  logOf(pod: StoredObject, container: string, previous: boolean): ContainerLog | undefined;
}

/** Reads the log of a container. @throws StatusError */
export function readPodLog(
  { store, now }: ServerContext,
  source: LogSource,
  call: Call,
): string | AsyncIterable<string> {
  const { namespace, name, query, request } = call;
  const pod = store.require(PODS, namespace, name!);
  const container = containerIn(pod, query.container);
  const previous = isTrue(query.previous);
  const log = source.logOf(pod, container, previous);
  if (!log) throw withoutLog(pod, container, previous);
  const since = sinceOf(query, now());
  const recent = log.lines.filter(({ time }) => since === undefined || secondsOf(time) >= since);
  const tail = query.tailLines === undefined ? recent : last(recent, integerIn(query, 'tailLines'));
  const write = limited(query.limitBytes === undefined ? Infinity : integerIn(query, 'limitBytes'));
  const format = ({ time, text, partial }: ContainerLogLine) =>
    `${isTrue(query.timestamps) ? `${time} ` : ''}${text}${partial ? '' : '\n'}`;
  const beginning = write(tail.map(format).join(''));
  if (!isTrue(query.follow) || log.ended || beginning.isFull) return beginning.text;
  let stop = () => {};
  const stream = new PushStream(() => stop(), request.signal);
  stream.write(beginning.text);
  let read = log.lines.length;
  stop = log.onChange(() => {
    const added = write(log.lines.slice(read).map(format).join(''));
    read = log.lines.length;
    if (added.text !== '') stream.write(added.text);
    if (log.ended || added.isFull) stream.end();
  });
  return stream;
}

/** Returns a function that cuts texts when they have a number of bytes together. */
function limited(limit: number): (text: string) => { text: string; isFull: boolean } {
  let left = limit;
  return (text) => {
    if (left === Infinity) return { text, isFull: false };
    const bytes = Buffer.from(text);
    const cut = bytes.subarray(0, left);
    left -= cut.length;
    return { text: cut.toString(), isFull: left === 0 };
  };
}

function containerIn(pod: StoredObject, requested: string | undefined): string {
  const { containers, initContainers, ephemeralContainers } = objectIn(pod.spec);
  const names = [initContainers, containers, ephemeralContainers].flatMap((list) =>
    objectsIn(list).map(({ name }) => String(name)),
  );
  const main = objectsIn(containers);
  const container = requested || (main.length === 1 ? String(main[0].name) : undefined);
  const podName = pod.metadata.name;
  if (container === undefined) {
    throw badRequest(
      `a container name must be specified for pod ${podName}, choose one of: [${names.join(' ')}]`,
    );
  }
  if (!names.includes(container)) {
    throw badRequest(`container ${container} is not valid for pod ${podName}`);
  }
  return container;
}

function withoutLog(pod: StoredObject, container: string, previous: boolean) {
  const { name } = pod.metadata;
  if (previous) {
    return badRequest(`previous terminated container "${container}" in pod "${name}" not found`);
  }
  return badRequest(
    `container "${container}" in pod "${name}" is waiting to start: ` +
      waitingReason(objectIn(pod.status), container),
  );
}

function waitingReason(status: JsonObject, container: string): string {
  const own = [...objectsIn(status.initContainerStatuses), ...objectsIn(status.containerStatuses)]
    .filter(({ name }) => name === container)
    .map(({ state }) => objectIn(objectIn(state).waiting).reason);
  return String(own[0] ?? 'ContainerCreating');
}

/** Only whole seconds count. @returns seconds since 1970 */
function sinceOf(query: Call['query'], now: number): number | undefined {
  if (query.sinceSeconds !== undefined) {
    return Math.floor(now / 1000) - integerIn(query, 'sinceSeconds');
  }
  if (query.sinceTime === undefined) return undefined;
  const since = parseTime(query.sinceTime);
  if (since === undefined) throw badRequest(`sinceTime is not a time: ${query.sinceTime}`);
  return since;
}

function secondsOf(time: string): number {
  return parseTime(time) ?? -Infinity;
}

function integerIn(query: Call['query'], parameter: string): number {
  const value = Number(query[parameter]);
  if (!Number.isInteger(value) || value < 0) {
    throw badRequest(`${parameter} must be a whole number of at least 0; got ${query[parameter]!}`);
  }
  return value;
}

function last<T>(items: readonly T[], count: number): readonly T[] {
  return items.slice(Math.max(0, items.length - count));
}

function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}
