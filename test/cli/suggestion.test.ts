import { withoutDeletingCommand } from '../../src/cli/suggestion';

describe('withoutDeletingCommand', () => {
  test.each([
    "error: unknown command 'cleanpu'\n(Did you mean cleanup?)\n",
    "error: unknown command 'cheanup'\n(Did you mean one of check, cleanup?)\n",
  ])('removes the suggestion from %j', (message) => {
    expect(withoutDeletingCommand(message)).toBe(`${message.split('\n')[0]}\n`);
  });

  test('keeps other suggestions', () => {
    const message = "error: unknown command 'wiat'\n(Did you mean wait?)\n";
    expect(withoutDeletingCommand(message)).toBe(message);
  });
});
