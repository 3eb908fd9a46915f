import { undeclaredOrderWarning } from '../../../src/deploy/apply/undeclared-order';

const object = (kind: string, name: string) => ({
  apiVersion: kind === 'Job' ? 'batch/v1' : kind === 'ConfigMap' ? 'v1' : 'apps/v1',
  kind,
  metadata: { name },
});

describe('undeclaredOrderWarning', () => {
  test.each(['Deployment', 'StatefulSet', 'DaemonSet'])('names a %s and a Job', (kind) => {
    const warning = undeclaredOrderWarning([object(kind, 'web'), object('Job', 'migrate')]);
    expect(warning).toContain(`${kind} web and Job migrate have no declared order`);
  });

  test('names three objects of each side, and counts the others', () => {
    const workloads = ['a', 'b', 'c', 'd', 'e'].map((name) => object('Deployment', name));
    expect(undeclaredOrderWarning([...workloads, object('Job', 'x')])).toMatch(
      /^Deployment a, Deployment b, Deployment c \(and 2 more\) and Job x have/,
    );
  });

  test.each([
    ['Jobs', [object('Job', 'a'), object('ConfigMap', 'b')]],
    ['workloads', [object('Deployment', 'a'), object('ConfigMap', 'b')]],
    ['kinds of other groups', [{ ...object('Deployment', 'a'), apiVersion: 'x.io/v1' }]],
  ])('returns nothing for an input that has only %s', (_, manifests) => {
    expect(undeclaredOrderWarning(manifests)).toBeUndefined();
  });
});
