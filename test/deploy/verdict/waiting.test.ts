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
])('nothing blocks %s', (_, pod) => {
  expect(waitingFor(pod)).toBeUndefined();
});

test('a Pod that has ended waits for nothing', () => {
  expect(
    waitingFor(
      podWith({
        phase: 'Failed',
        conditions: [condition('PodScheduled', 'False', { reason: 'Unschedulable' })],
      }),
    ),
  ).toBeUndefined();
});

test('an image that cannot be pulled is what a Pod waits for', () => {
  expect(
    waitingFor(podWith({ phase: 'Pending', containers: [waiting('ErrImagePull', 'not found')] })),
  ).toEqual({ reason: 'ErrImagePull', message: 'not found' });
});

test('so is what an init container waits for', () => {
  expect(
    waitingFor(
      podWith({
        init: [waiting('CreateContainerConfigError', 'no key', 'setup')],
        containers: [waiting('PodInitializing')],
      }),
    )?.reason,
  ).toBe('CreateContainerConfigError');
});

test('a Pod without a node waits for one, in the words of the scheduler', () => {
  const unschedulable = condition('PodScheduled', 'False', {
    reason: 'Unschedulable',
    message: '0/1 nodes are available',
  });
  expect(waitingFor(podWith({ phase: 'Pending', conditions: [unschedulable] }))).toEqual({
    reason: 'Unschedulable',
    message: '0/1 nodes are available',
  });
});
