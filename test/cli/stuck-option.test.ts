import { stuckOption } from '../../src/cli/stuck-option';

test('classes are given one after the other, and the last word on each holds', () => {
  expect(
    stuckOption('registry=fatal', stuckOption('image=warn', stuckOption('registry=ignore'))),
  ).toEqual({ registry: 'fatal', image: 'warn' });
});

test.each([
  [
    'images=warn',
    '"images" is none of image, registry, config, account, admission, quota, start, unschedulable, volume, sandbox, control-plane, terminating, other.',
  ],
  ['image', 'Write image=fatal, image=warn or image=ignore.'],
  ['image=error', 'Write image=fatal, image=warn or image=ignore.'],
])('%s is refused', (text, message) => expect(() => stuckOption(text)).toThrow(message));
