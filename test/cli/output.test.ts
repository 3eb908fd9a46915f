import { Writable } from 'node:stream';
import { endUnread, write } from '../../src/cli/output';

/** A reader who takes what is written when a test says so. */
class Reader extends Writable {
  private taken: ((error?: Error) => void)[] = [];
  public constructor() {
    super({ highWaterMark: 10 });
  }
  public override _write(_chunk: unknown, _encoding: string, done: (error?: Error) => void): void {
    this.taken.push(done);
  }
  public take(error?: Error): void {
    this.taken.shift()?.(error);
  }
}

async function kept(promise: Promise<void> | undefined): Promise<boolean> {
  return Promise.race([
    promise!.then(() => true),
    new Promise<boolean>((resolve) => {
      setImmediate(() => resolve(false));
    }),
  ]);
}

test('a reader who is quick is not waited for', () => {
  expect(write(new Reader() as unknown as NodeJS.WriteStream, 'abc')).toBeUndefined();
});

test('a reader who is slow is waited for until they have taken all', async () => {
  const reader = new Reader();
  void write(reader as unknown as NodeJS.WriteStream, 'abc');
  const room = write(reader as unknown as NodeJS.WriteStream, 'abcdefgh');
  expect(await kept(room)).toBe(false);
  reader.take();
  expect(await kept(room)).toBe(false);
  reader.take();
  expect(await kept(room)).toBe(true);
});

test('a reader who goes away is not waited for', async () => {
  const reader = new Reader();
  reader.on('error', () => undefined);
  const room = write(reader as unknown as NodeJS.WriteStream, 'abcdefghijkl');
  reader.take(new Error('EPIPE'));
  expect(await kept(room)).toBe(true);
  expect(await kept(write(reader as unknown as NodeJS.WriteStream, 'abcdefghijkl'))).toBe(true);
});

test('a process whose output nobody reads ends after five minutes', () => {
  jest.useFakeTimers();
  const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
  endUnread();
  jest.advanceTimersByTime(299_000);
  expect(exit).not.toHaveBeenCalled();
  jest.advanceTimersByTime(2_000);
  expect(exit).toHaveBeenCalledWith();
  jest.useRealTimers();
});
