import { isDeepStrictEqual } from 'node:util';
import type { Result, SeenPod } from './scenario';
import type { JsonObject } from '../../src/kubernetes/json';

/** Returns in what two results of a scenario differ, or undefined. */
export function difference(one: Result, other: Result): string | undefined {
  for (const part of PARTS) {
    const [ours, theirs] = [part(one), part(other)];
    if (!isDeepStrictEqual(ours, theirs)) {
      return `${part.name}: ${JSON.stringify(ours)} and ${JSON.stringify(theirs)}`;
    }
  }
  return undefined;
}

/** The conditions in the order in which they appeared. Names of Pods are random. */
function conditions({ conditions: seen }: Result): unknown[] {
  return (seen ?? []).map(({ Type, Status, Reason, Message, At }) => [
    Type,
    Status,
    Reason,
    Message.replace(/([Pp]od default\/)\S+/, '$1…'),
    At,
  ]);
}

/** The counts and index sets, without those that are zero: the API server omits some of them. */
function status({ status: { conditions: _, uncountedTerminatedPods: __, ...rest } }: Result) {
  return Object.fromEntries(
    Object.entries(rest as JsonObject)
      .filter(([, value]) => value !== 0 && value !== '' && value !== undefined)
      .sort(),
  );
}

/** The Pods, each with its index, failure count and times. */
function pods({ pods: seen }: Result): string[] {
  return (seen ?? []).map(podText).sort();
}

function podText({ index, failureCount, created, finished, deleted, phase }: SeenPod): string {
  return [index, failureCount, created, finished ?? null, deleted ?? null, phase].join(' ');
}

function gone({ gone: second }: Result): number | undefined {
  return second;
}

const PARTS = [conditions, status, pods, gone];
