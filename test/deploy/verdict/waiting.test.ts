import { condition, podWith, running, waiting } from './objects';
import { waitingFor } from '../../../src/deploy/verdict/waiting';

test.each([
  ['a Pod that runs', podWith({ containers: [running()] })],
  [
    'a Pod whose container is being created',
    podWith({ phase: 'Pending', containers: [waiting('ContainerCreating')] }),
  ],
  [
    'a Pod whose init containers are at work',
    podWith({
      phase: 'Pending',
      init: [running('setup')],
      containers: [waiting('PodInitializing')],
    }),
  ],
  [
    'a Pod that has been scheduled',
    podWith({ phase: 'Pending', conditions: [condition('PodScheduled', 'True')] }),
  ],
])('waitingFor returns undefined for %s', (_, pod) => {
  expect(waitingFor(pod)).toBeUndefined();
});

test('waitingFor returns undefined for a Pod that has ended', () => {
  expect(
    waitingFor(
      podWith({
        phase: 'Failed',
        conditions: [condition('PodScheduled', 'False', { reason: 'Unschedulable' })],
      }),
    ),
  ).toBeUndefined();
});

test('waitingFor returns the error of an image that cannot be pulled', () => {
  expect(
    waitingFor(podWith({ phase: 'Pending', containers: [waiting('ErrImagePull', 'not found')] })),
  ).toEqual({ reason: 'ErrImagePull', message: 'not found' });
});

test('waitingFor returns the error of an init container', () => {
  expect(
    waitingFor(
      podWith({
        init: [waiting('CreateContainerConfigError', 'no key', 'setup')],
        containers: [waiting('PodInitializing')],
      }),
    )?.reason,
  ).toBe('CreateContainerConfigError');
});

test('waitingFor returns the message of the scheduler for a Pod without a node', () => {
  const unschedulable = condition('PodScheduled', 'False', {
    reason: 'Unschedulable',
    message: '0/1 nodes are available',
  });
  expect(waitingFor(podWith({ phase: 'Pending', conditions: [unschedulable] }))).toEqual({
    reason: 'Unschedulable',
    message: '0/1 nodes are available',
  });
});
