import type { ContainerLog, LogSource } from '../../../src/local/api/pod-logs';
import type { Change } from '../../../src/local/store/change-history';
import { JOBS, PODS } from '../../../src/local/store/known-types';
import type { ObjectStore } from '../../../src/local/store/object-store';
import type { StoredObject } from '../../../src/local/store/stored-object';

const AT = '2030-01-01T00:00:01Z';

/** What every Job's only Pod writes. */
export const LOG: LogSource = {
  logOf: (_, __, previous): ContainerLog | undefined =>
    previous
      ? undefined
      : {
          lines: [{ time: '2030-01-01T00:00:01.000000000Z', text: 'done' }],
          ended: true,
          onChange: () => () => undefined,
        },
};

/** Runs one Pod of each Job, which succeeds, and deletes the Pods of Jobs that are deleted. */
export function runJobs(store: ObjectStore): void {
  store.onChange(({ event, type, object }: Change) => {
    if (type !== JOBS) return;
    if (event === 'ADDED') setImmediate(() => complete(store, object));
    if (event === 'MODIFIED' && object.metadata.finalizers?.includes('foregroundDeletion')) {
      setImmediate(() => finishDeletion(store, object));
    }
    if (event === 'DELETED') deletePodsOf(store, object);
  });
}

function complete(store: ObjectStore, { metadata: { namespace = '', name, uid } }: StoredObject) {
  const job = store.get(JOBS, namespace, name) as any;
  if (job?.metadata.uid !== uid || job.spec.suspend) return;
  const { metadata, spec } = job.spec.template;
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true };
  store.create(PODS, namespace, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: `${name}-`, labels: metadata.labels, ownerReferences: [owner] },
    spec: { ...spec, nodeName: 'node' },
    status: {
      phase: 'Succeeded',
      containerStatuses: spec.containers.map((container: any) => ({
        name: container.name,
        restartCount: 0,
        state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: AT, finishedAt: AT } },
      })),
    },
  });
  const condition = { type: 'Complete', status: 'True', lastTransitionTime: AT };
  const status = { succeeded: 1, startTime: AT, completionTime: AT, conditions: [condition] };
  store.update(JOBS, { ...job, status }, 'status');
}

function finishDeletion(store: ObjectStore, { metadata: { namespace = '', name } }: StoredObject) {
  const job = store.get(JOBS, namespace, name);
  if (!job) return;
  deletePodsOf(store, job);
  store.update(JOBS, { ...job, metadata: { ...job.metadata, finalizers: undefined } });
}

function deletePodsOf(store: ObjectStore, { metadata: { namespace = '', uid } }: StoredObject) {
  for (const { metadata } of store.list(PODS, namespace)) {
    if (metadata.ownerReferences?.some((owner) => owner.uid === uid)) {
      store.delete(PODS, namespace, metadata.name);
    }
  }
}
