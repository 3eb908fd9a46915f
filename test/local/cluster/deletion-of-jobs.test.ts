import { VirtualScheduler } from '../../../src/local/cluster/scheduler';
import { ScriptedNode } from '../../../src/local/cluster/scripted-node';
import { LocalCluster } from '../../../src/local/local-cluster';
import { JOBS, NAMESPACES, PODS } from '../../../src/local/store/known-types';

const START = Date.UTC(2030, 0, 1);
const NAMESPACE = 'batch';
const PATH = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
const CONTENT_TYPES: Record<string, string> = { PATCH: 'application/merge-patch+json' };

/** A cluster with a Job in a namespace of its own. Its Pod runs for 10 s and takes 5 s to stop. */
class Scene {
  private readonly scheduler = new VirtualScheduler(START);
  private readonly cluster = new LocalCluster({ scheduler: this.scheduler });

  public constructor(spec: object = {}) {
    new ScriptedNode(this.cluster.store, this.scheduler, () => ({
      runSeconds: 10,
      stopSeconds: 5,
    }));
    this.cluster.api.addNamespace(NAMESPACE);
    const containers = [{ name: 'main', image: 'none' }];
    const template = { spec: { restartPolicy: 'Never', containers } };
    const metadata = { name: 'job' };
    const job = { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template, ...spec } };
    this.request('POST', PATH, job);
  }

  public request(method: string, path: string, body?: object): void {
    const headers = { 'content-type': CONTENT_TYPES[method] ?? 'application/json' };
    const request = { method, path, headers, body: JSON.stringify(body) };
    const { status } = this.cluster.api.answer(request);
    expect(status).toBeLessThan(300);
  }

  /** @returns how many Jobs, Pods and namespaces of this name are left */
  public after(seconds: number): number[] {
    this.scheduler.advanceTo(START + seconds * 1000);
    const { store } = this.cluster;
    const namespaces = store.get(NAMESPACES, '', NAMESPACE) ? 1 : 0;
    return [store.list(JOBS).length, store.list(PODS).length, namespaces];
  }
}

describe('a Job with ttlSecondsAfterFinished', () => {
  test('is deleted with its Pods when that time has passed since it ended', () => {
    const scene = new Scene({ ttlSecondsAfterFinished: 30 });
    // It starts for 1 s, runs for 10 s, and is counted 1 s later.
    expect(scene.after(41)).toEqual([1, 1, 1]);
    expect(scene.after(43)).toEqual([0, 0, 1]);
  });

  test('stays longer if the time is changed before it has passed', () => {
    const scene = new Scene({ ttlSecondsAfterFinished: 30 });
    scene.after(20);
    scene.request('PATCH', `${PATH}/job`, { spec: { ttlSecondsAfterFinished: 60 } });
    expect(scene.after(71)).toEqual([1, 1, 1]);
    expect(scene.after(73)).toEqual([0, 0, 1]);
  });
});

describe('a namespace that is deleted', () => {
  test('goes when its Jobs have, and their Pods have stopped', () => {
    const scene = new Scene();
    scene.after(5);
    scene.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
    expect(scene.after(9)).toEqual([0, 1, 1]);
    expect(scene.after(11)).toEqual([0, 0, 0]);
  });
});

describe('a Pod whose Job is deleted before it is counted', () => {
  test('is deleted when it has stopped', () => {
    const scene = new Scene();
    scene.after(5);
    scene.request('DELETE', `${PATH}/job`, { propagationPolicy: 'Background' });
    expect(scene.after(9)).toEqual([0, 1, 1]);
    expect(scene.after(11)).toEqual([0, 0, 1]);
  });
});
