import { Writable } from 'node:stream';
import { exitUnlessDrained, write } from '../../src/cli/streams';

/** A reader that reads when a test says so. */
class Reader extends Writable {
  private pending: ((error?: Error) => void)[] = [];
  public constructor() {
    super({ highWaterMark: 10 });
  }
  public override _write(_chunk: unknown, _encoding: string, done: (error?: Error) => void): void {
    this.pending.push(done);
  }
  public takeNext(error?: Error): void {
    this.pending.shift()?.(error);
  }
}

/** Whether a promise is fulfilled by now. */
async function isFulfilled(promise: Promise<void> | undefined): Promise<boolean> {
  return Promise.race([
    promise!.then(() => true),
    new Promise<boolean>((resolve) => {
      setImmediate(() => resolve(false));
    }),
  ]);
}

const asStream = (reader: Reader) => reader as unknown as NodeJS.WriteStream;

describe('write', () => {
  test('returns undefined when the stream takes more', () => {
    expect(write(asStream(new Reader()), 'abc')).toBeUndefined();
  });

  test('returns a promise that is fulfilled when a slow reader has taken everything', async () => {
    const reader = new Reader();
    void write(asStream(reader), 'abc');
    const written = write(asStream(reader), 'abcdefgh');
    expect(await isFulfilled(written)).toBe(false);
    reader.takeNext();
    expect(await isFulfilled(written)).toBe(false);
    reader.takeNext();
    expect(await isFulfilled(written)).toBe(true);
  });

  test('returns a promise that is fulfilled when the reader has closed the stream', async () => {
    const reader = new Reader();
    reader.on('error', () => undefined);
    const written = write(asStream(reader), 'abcdefghijkl');
    reader.takeNext(new Error('EPIPE'));
    expect(await isFulfilled(written)).toBe(true);
    expect(await isFulfilled(write(asStream(reader), 'abcdefghijkl'))).toBe(true);
  });
});

describe('exitUnlessDrained', () => {
  test('exits five minutes after the end', () => {
    jest.useFakeTimers();
    const exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
    exitUnlessDrained();
    jest.advanceTimersByTime(299_000);
    expect(exit).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2_000);
    expect(exit).toHaveBeenCalledWith();
    jest.useRealTimers();
  });
});
