import type { JsonObject } from '../../../src/kubernetes/json';
import { applyOwned, ownUpdated } from '../../../src/local/api/ownership/field-ownership';
import { JOBS } from '../../../src/local/store/known-types';
import { StatusError } from '../../../src/local/store/status-error';

const TIME = '2030-01-01T00:00:00Z';
const by = (manager: string, time = TIME) => ({ manager, time });
const container = (name: string, more: JsonObject = {}) => ({ name, image: 'busybox', ...more });
const job = (spec: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'a', ...metadata },
  spec,
});
const withContainers = (...containers: JsonObject[]) => job({ template: { spec: { containers } } });
const apply = (live: JsonObject | undefined, applied: JsonObject, manager = 'me', force = false) =>
  applyOwned(JOBS, live, applied, by(manager), force);
const update = (live: JsonObject, next: JsonObject, manager = 'other') =>
  ownUpdated(JOBS, live, next, by(manager));
const containersOf = (object: JsonObject) => (object as any).spec.template.spec.containers;
const fieldsOf = (object: JsonObject, manager: string) =>
  (object as any).metadata.managedFields?.find((entry: any) => entry.manager === manager)?.fieldsV1;

function conflictsOf(action: () => unknown): (string | undefined)[] {
  try {
    action();
    return [];
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return (error.details?.causes ?? []).map(({ field }) => field);
  }
}

describe('server-side apply', () => {
  test('owns the fields that it sets, with entries of lists by their keys', () => {
    const env = [{ name: 'A', value: '1' }];
    const applied = apply(undefined, withContainers(container('main', { env })));
    expect(fieldsOf(applied, 'me')).toEqual({
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': {
              'k:{"name":"main"}': {
                '.': {},
                'f:name': {},
                'f:image': {},
                'f:env': { 'k:{"name":"A"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
              },
            },
          },
        },
      },
    });
  });

  test('keeps what others have set, in its place of a list', () => {
    const first = apply(undefined, withContainers(container('a'), container('b')));
    const second = apply(first, withContainers(container('c')), 'you');
    const third = apply(second, withContainers(container('b'), container('a')));
    expect(containersOf(second).map(({ name }: any) => name)).toEqual(['a', 'b', 'c']);
    expect(containersOf(third).map(({ name }: any) => name)).toEqual(['b', 'a', 'c']);
  });

  test('removes what the manager does not set any more, unless another manager sets it', () => {
    const first = apply(undefined, job({ backoffLimit: 1, parallelism: 2, completions: 3 }));
    const second = apply(first, job({ parallelism: 2 }), 'you');
    const third = apply(second, job({ completions: 3 }));
    expect(third.spec).toEqual({ parallelism: 2, completions: 3 });
  });

  test('removes an entry of a list with all that is in it', () => {
    const first = apply(undefined, withContainers(container('a'), container('b')));
    const [a, b] = containersOf(first);
    const defaulted = { ...first, ...withContainers(a, { ...b, imagePullPolicy: 'Always' }) };
    const live = { ...defaulted, metadata: first.metadata };
    expect(containersOf(apply(live, withContainers(container('a'))))).toEqual([container('a')]);
  });

  test('does not own or remove defaults of the server', () => {
    const first = apply(undefined, job({ completions: 1 }));
    const live = { ...first, spec: { completions: 1, backoffLimit: 6 } };
    const second = apply(live, job({ completions: 1 }));
    expect(second.spec).toEqual({ completions: 1, backoffLimit: 6 });
    expect(fieldsOf(second, 'me')).toEqual({ 'f:spec': { 'f:completions': {} } });
  });

  test('is rejected if another manager has set a field to another value', () => {
    const first = apply(undefined, withContainers(container('a')));
    const other = withContainers(container('a', { image: 'alpine' }));
    expect(conflictsOf(() => apply(first, other, 'you'))).toEqual([
      '.spec.template.spec.containers[name="a"].image',
    ]);
    expect(conflictsOf(() => apply(first, withContainers(container('a')), 'you'))).toEqual([]);
  });

  test('takes a field over when it is forced, so the other manager loses it', () => {
    const first = apply(undefined, job({ parallelism: 1, completions: 1 }));
    const second = apply(first, job({ parallelism: 2 }), 'you', true);
    expect(fieldsOf(second, 'me')).toEqual({ 'f:spec': { 'f:completions': {} } });
    expect(conflictsOf(() => apply(second, job({ parallelism: 1, completions: 1 })))).toEqual([
      '.spec.parallelism',
    ]);
  });

  test('conflicts with the fields that an object had before its first apply', () => {
    const live = job({ parallelism: 1 });
    expect(conflictsOf(() => apply(live, job({ parallelism: 2 })))).toEqual(['.spec.parallelism']);
    expect(fieldsOf(apply(live, job({ completions: 2 })), 'before-first-apply')).toEqual({
      'f:spec': { 'f:parallelism': {} },
    });
  });

  test('keeps the time of a manager whose fields are the same', () => {
    const first = apply(undefined, job({ parallelism: 1 }));
    const again = applyOwned(JOBS, first, job({ parallelism: 2 }), by('me', 'later'), false);
    const more = applyOwned(JOBS, again, job({ completions: 2 }), by('me', 'later'), false);
    const times = [first, again, more].map(
      (object) => (object as any).metadata.managedFields[0].time,
    );
    expect(times).toEqual([TIME, TIME, 'later']);
  });
});

describe('an update', () => {
  test('owns what it changes, also objects and lists that are new', () => {
    const before = job({ template: { spec: { containers: null } } });
    const next = job(
      {
        parallelism: 1,
        template: { spec: { containers: [container('a', { resources: {} })], volumes: [] } },
      },
      { labels: { a: 'b' } },
    );
    expect(fieldsOf(update(before, next), 'other')).toEqual({
      'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
      'f:spec': {
        'f:parallelism': {},
        'f:template': {
          'f:spec': {
            'f:containers': {
              'k:{"name":"a"}': { '.': {}, 'f:name': {}, 'f:image': {}, 'f:resources': {} },
            },
            'f:volumes': {},
          },
        },
      },
    });
  });

  test('takes fields from other managers by changing or removing them', () => {
    const first = apply(undefined, job({ parallelism: 1, completions: 2, backoffLimit: 3 }));
    const next = { ...first, spec: { parallelism: 5, completions: 2 } };
    const second = update(first, next);
    expect(fieldsOf(second, 'me')).toEqual({ 'f:spec': { 'f:completions': {} } });
    expect(fieldsOf(second, 'other')).toEqual({ 'f:spec': { 'f:parallelism': {} } });
  });

  test('leaves the times of other managers as they are, also of those that lose fields', () => {
    const first = apply(undefined, job({ parallelism: 1, completions: 2 }));
    const next = { ...first, spec: { parallelism: 5, completions: 2 } };
    const second = ownUpdated(JOBS, first, next, by('other', 'later'));
    const times = (second as any).metadata.managedFields.map(({ manager, time }: any) => [
      manager,
      time,
    ]);
    expect(times).toEqual([
      ['me', TIME],
      ['other', 'later'],
    ]);
  });

  test('of the status does not own what is in the spec', () => {
    const first = apply(undefined, job({ parallelism: 1 }));
    const next = { ...first, spec: { parallelism: 9 }, status: { active: 1 } };
    const writer = { ...by('controller'), subresource: 'status' };
    const second = ownUpdated(JOBS, first, next, writer);
    expect(fieldsOf(second, 'controller')).toEqual({ 'f:status': { '.': {}, 'f:active': {} } });
    expect((second as any).metadata.managedFields).toContainEqual(
      expect.objectContaining({ manager: 'controller', subresource: 'status' }),
    );
  });
});
