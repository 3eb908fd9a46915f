import { condition, podWith, running, waiting } from './objects';
import type { KubeEvent } from '../../../src/deploy/kube/objects';
import { blockerOfEvent, blockerOfPod } from '../../../src/deploy/verdict/blocker';

const pending = (reason: string, message?: string) =>
  podWith({ phase: 'Pending', containers: [waiting(reason, message)] });

/** As a cluster of 1.35 showed them. */
test.each([
  [
    'image',
    'InvalidImageName',
    'Failed to apply default image tag "Foo//Bar": couldn\'t parse image name "Foo//Bar": invalid reference format',
  ],
  [
    'image',
    'ErrImageNeverPull',
    'Container image "busybox:absent" is not present with pull policy of Never',
  ],
  [
    'image',
    'ErrImagePull',
    'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/busybox:nope": failed to resolve reference: not found',
  ],
  [
    'image',
    'ImagePullBackOff',
    'Back-off pulling image "busybox:nope": ErrImagePull: rpc error: code = NotFound desc = failed to pull: not found',
  ],
  [
    'registry',
    'ErrImagePull',
    'failed to do request: Head "https://no-such-host.invalid/v2/x/manifests/1": dial tcp: lookup no-such-host.invalid on 10.255.255.53:53: no such host',
  ],
  ['registry', 'ImagePullBackOff', 'Back-off pulling image "no-such-host.invalid/x:1"'],
  ['config', 'CreateContainerConfigError', 'configmap "nope" not found'],
  [
    'config',
    'CreateContainerConfigError',
    'container has runAsNonRoot and image will run as root (pod: "nonroot-bcmnp_facts(588b)", container: main)',
  ],
  ['start', 'CreateContainerError', 'failed to create containerd task'],
  [
    'other',
    'CreateContainerConfigError',
    'failed to sync configmap cache: timed out waiting for the condition',
  ],
  ['other', 'AReasonOfTheFuture', 'because'],
])('blockerOfPod returns class %s for a container that waits with %s', (cls, reason, message) => {
  expect(blockerOfPod(pending(reason, message))).toEqual({ class: cls, reason, message });
});

test.each([
  ['config', 'persistentvolumeclaim "nosuch" not found. not found'],
  ['volume', 'pod has unbound immediate PersistentVolumeClaims. not found'],
  ['volume', "1 node(s) didn't find available persistent volumes to bind."],
  ['unschedulable', "1 node(s) didn't match Pod's node affinity/selector."],
])('blockerOfPod returns class %s for a Pod that is not scheduled since %s', (cls, why) => {
  const message = `0/1 nodes are available: ${why}`;
  const conditions = [condition('PodScheduled', 'False', { reason: 'Unschedulable', message })];
  expect(blockerOfPod(podWith({ phase: 'Pending', conditions }))?.class).toBe(cls);
});

test('blockerOfPod returns class unschedulable for a Pod for which the scheduler finds no node', () => {
  const unschedulable = condition('PodScheduled', 'False', {
    reason: 'Unschedulable',
    message: '0/1 nodes are available: 1 Insufficient cpu.',
  });
  expect(blockerOfPod(podWith({ phase: 'Pending', conditions: [unschedulable] }))?.class).toBe(
    'unschedulable',
  );
});

test('blockerOfPod returns class terminating for a Pod that is being deleted, whatever it waited for', () => {
  const pod = pending('ErrImagePull', 'not found');
  const dying = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: 't' } };
  expect(blockerOfPod({ ...dying, spec: { ...dying.spec, nodeName: 'n' } })).toEqual({
    class: 'terminating',
    reason: 'Terminating',
    message: 'on node n',
  });
  expect(blockerOfPod({ ...dying, status: { phase: 'Failed' } })).toBeUndefined();
});

test.each([
  ['a container that is being created', pending('ContainerCreating')],
  ['a Pod that runs', podWith({ containers: [running()] })],
])('blockerOfPod returns undefined for %s', (_, pod) => expect(blockerOfPod(pod)).toBeUndefined());

test('blockerOfPod keeps the blocker before a backoff whose message has no cause', () => {
  const before = blockerOfPod(pending('ErrImagePull', 'manifest unknown'));
  expect(
    blockerOfPod(pending('ImagePullBackOff', 'Back-off pulling image "busybox:nope"'), before),
  ).toBe(before);
  expect(
    blockerOfPod(
      pending('ImagePullBackOff', 'Back-off pulling image "x": ErrImagePull: i/o timeout'),
      before,
    )?.class,
  ).toBe('registry');
});

test.each([
  [
    'account',
    'FailedCreate',
    'Error creating: pods "sa-" is forbidden: error looking up service account facts/nope: serviceaccount "nope" not found',
  ],
  [
    'admission',
    'FailedCreate',
    'Error creating: pods "psa-9nxmh" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
  ],
  [
    'admission',
    'FailedCreate',
    'Error creating: admission webhook "policy.example.com" denied the request: no',
  ],
  [
    'admission',
    'FailedCreate',
    'Error creating: pods "quota-99nzn" is forbidden: failed quota: q2: must specify requests.cpu for: main',
  ],
  [
    'quota',
    'FailedCreate',
    'Error creating: pods "a-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3',
  ],
  [
    'control-plane',
    'FailedCreate',
    'Error creating: Internal error occurred: failed calling webhook "policy.example.com": connection refused',
  ],
  ['config', 'FailedMount', 'MountVolume.SetUp failed for volume "v" : configmap "nope" not found'],
  [
    'volume',
    'FailedMount',
    'Unable to attach or mount volumes: timed out waiting for the condition',
  ],
  [
    'sandbox',
    'FailedCreatePodSandBox',
    'Failed to create pod sandbox: plugin type="bridge" failed',
  ],
  [undefined, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'],
])('blockerOfEvent returns class %s for an event %s (%s)', (cls, reason, message) => {
  expect(blockerOfEvent({ reason, message } as KubeEvent)?.class).toBe(cls);
});
