import { InvalidArgumentError } from 'commander';
import { parseOnStuck } from '../../src/cli/on-stuck-option';

describe('--on-stuck', () => {
  test('adds classes to earlier ones, and the last action of a class wins', () => {
    const policy = ['registry=ignore', 'image=warn', 'registry=fatal'].reduce(
      (previous, text) => parseOnStuck(text, previous),
      {},
    );
    expect(policy).toEqual({ registry: 'fatal', image: 'warn' });
  });

  test.each([
    ['images=warn', 'image, registry, config'],
    ['image', 'image=fatal, image=warn, image=ignore'],
    ['image=error', 'image=fatal, image=warn, image=ignore'],
    ['toString=warn', 'image, registry, config'],
  ])('rejects %s and lists the choices', (text, choices) => {
    expect(() => parseOnStuck(text)).toThrow(InvalidArgumentError);
    expect(() => parseOnStuck(text)).toThrow(choices);
  });
});
