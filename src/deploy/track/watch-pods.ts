import { PodAccessMonitor } from './outage';
import { pollingWarning } from './watch-jobs';
import type { Session } from '../core/session';
import type { Pod } from '../kube/objects';
import { JOB_PODS, podsPath } from '../kube/pods';
import { Change, reflect } from '../kube/reflector';

/** A change of the Pods of a namespace: all of them, or one. */
export type PodChange = Extract<Change<Pod>, { readonly type: 'list' | 'changed' | 'deleted' }>;

/**
 * Watches the Pods of all Jobs of a namespace until the signal aborts or access is forbidden:
 * one watch, however many Jobs.
 */
export async function* watchPods(
  session: Session,
  namespace: string,
  signal: AbortSignal,
): AsyncGenerator<PodChange> {
  const { client, clock, emit } = session;
  const access = new PodAccessMonitor(session, namespace);
  for await (const change of reflect<Pod>(client, clock, podsPath(namespace), JOB_PODS, signal)) {
    switch (change.type) {
      case 'trouble':
        if (!access.failed(change.error)) return;
        break;
      case 'polling':
        access.succeeded();
        emit(pollingWarning('Pods', namespace, change.error));
        break;
      case 'watching':
        access.succeeded();
        break;
      default:
        access.succeeded();
        yield change;
    }
  }
}
