import { ApiError } from '../../../src/deploy/kube/errors';
import { isPremature } from '../../../src/deploy/plan/premature-rejection';
import type { Manifest } from '../../../src/kubernetes/manifest';

const object = (kind: string, name = 'x', namespace?: string, more: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...(namespace && { namespace }) },
  ...more,
});
const widget = object('Widget', 'w', 'ns', { apiVersion: 'example.com/v1' });
const definition = object('CustomResourceDefinition', 'widgets.example.com', undefined, {
  spec: { group: 'example.com' },
});
const pod = object('Pod', 'p', 'ns');
const binding = object('RoleBinding', 'b', 'ns');
const claim = object('PersistentVolumeClaim', 'c', 'ns');
const config = object('ConfigMap', 'c', 'ns');
const inDefault = object('ConfigMap', 'c');

const CONFLICT = new ApiError(409, {
  message: 'Apply failed with 1 conflict',
  details: { causes: [{ reason: 'FieldManagerConflict', field: '.data.a' }] },
});
const noNamespace = (name: string) =>
  new ApiError(404, { message: `namespaces "${name}" not found` });
const noKind = new ApiError(404, { message: 'the server has no kind Widget in example.com/v1' });
const invalid = new ApiError(422, { message: 'is invalid: data: field is immutable when set' });
const quota = new ApiError(403, { message: 'is forbidden: exceeded quota: few' });
const escalation = new ApiError(403, {
  message: 'is forbidden: user "ci" is attempting to grant RBAC permissions not currently held',
});
const noRole = new ApiError(404, { message: 'roles.rbac.authorization.k8s.io "r" not found' });
const noPriority = new ApiError(403, { message: 'no PriorityClass with name fast was found' });
const noAccount = new ApiError(403, {
  message: 'error looking up service account ns/a: not found',
});
const noExpansion = new ApiError(403, { message: 'the storageclass must support resize' });
const denied = new ApiError(403, { message: 'admission webhook "a.b" denied the request: no' });
const deniedByPolicy = new ApiError(422, {
  message: "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
});
const noDryRun = new ApiError(400, { message: 'admission webhook "a.b" does not support dry run' });
const webhookDown = new ApiError(500, { message: 'failed calling webhook "a.b": refused' });
const unknownField = new ApiError(500, {
  message: 'failed to create typed patch object: .data.x: field not declared in schema',
});

type Case = [what: string, rejected: Manifest, error: ApiError, changing: readonly Manifest[]];

describe('isPremature', () => {
  test.each<Case>([
    ['the input creates the namespace', config, noNamespace('ns'), [object('Namespace', 'ns')]],
    [
      'the input creates the default namespace',
      inDefault,
      noNamespace('shop'),
      [object('Namespace', 'shop')],
    ],
    ['the input defines the kind', widget, noKind, [definition]],
    ['the input changes the schema of the kind', widget, invalid, [definition]],
    ['the input changes a quota', pod, quota, [object('ResourceQuota', 'few', 'ns')]],
    ['the input changes a limit', pod, quota, [object('LimitRange', 'l', 'ns')]],
    ['the input changes a role', binding, escalation, [object('Role', 'r', 'ns')]],
    ['the input changes a cluster role', binding, escalation, [object('ClusterRole')]],
    ['the input grants the deployer more', config, escalation, [binding]],
    ['the input creates the role', binding, noRole, [object('Role', 'r', 'ns')]],
    ['the input creates the priority class', pod, noPriority, [object('PriorityClass', 'fast')]],
    [
      'the input creates the service account',
      pod,
      noAccount,
      [object('ServiceAccount', 'a', 'ns')],
    ],
    ['the input changes the storage class', claim, noExpansion, [object('StorageClass')]],
    ['a webhook denies it, and it may read another object', pod, denied, [pod, config]],
    ['a policy denies it, and its parameters may change', pod, deniedByPolicy, [pod, config]],
    ['a webhook does not support dry runs', config, noDryRun, [config]],
    ['a webhook fails', config, webhookDown, [config]],
    ['a server behind the API server fails', widget, new ApiError(503), [widget]],
  ])('is true when %s', (_, manifest, error, changing) => {
    expect(isPremature({ manifest, error }, changing, 'shop')).toBe(true);
  });

  test.each<Case>([
    ['another manager owns a field', config, CONFLICT, [config, object('Namespace', 'ns')]],
    ['a field is immutable', config, invalid, [config, object('Namespace', 'ns'), definition]],
    ['a field is unknown', config, unknownField, [config, object('Namespace', 'ns')]],
    ['the namespace is not in the input', config, noNamespace('ns'), [config]],
    ['the input creates another namespace', config, noNamespace('ns'), [object('Namespace', 'a')]],
    [
      'the input defines another kind',
      object('Widget', 'w', 'ns', { apiVersion: 'a.b/v1' }),
      noKind,
      [definition],
    ],
    ['the quota of another namespace changes', pod, quota, [object('ResourceQuota', 'few', 'a')]],
    ['the input changes no role', binding, escalation, [binding, config]],
    ['a webhook denies it, and nothing else changes', pod, denied, [pod]],
  ])('is false when %s', (_, manifest, error, changing) => {
    expect(isPremature({ manifest, error }, changing, 'shop')).toBe(false);
  });
});
