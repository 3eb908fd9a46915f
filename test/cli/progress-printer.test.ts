import { ProgressPrinter } from '../../src/cli/progress-printer';
import { colorsFor } from '../../src/output/colors';
import { Progress } from '../../src/output/progress';
import { ManualClock } from '../deploy/manual-clock';
import { log, state, watching } from '../output/events';

/** Progress that is printed to a stream, whose output is collected. */
class Scene {
  public readonly clock = new ManualClock();
  public output = '';
  public readonly stream = {
    isTTY: false,
    columns: 30,
    writableNeedDrain: false,
    write: (text: string) => {
      this.output += text;
      return true;
    },
  };
  public readonly printer: ProgressPrinter;

  public constructor({ isTTY = false, TERM }: { isTTY?: boolean; TERM?: string } = {}) {
    this.stream.isTTY = isTTY;
    const now = () => this.clock.now();
    const colors = colorsFor({}, {});
    const progress = new Progress({ colors, pods: true, textResult: true, now });
    const stream = this.stream as unknown as NodeJS.WriteStream;
    this.printer = new ProgressPrinter(stream, progress, this.clock, { TERM });
  }

  /** Returns what was printed since the last call. */
  public take(): string {
    const { output } = this;
    this.output = '';
    return output;
  }
}

const CLEAR = '\r\u001b[K';

describe('ProgressPrinter', () => {
  test('prints what is waited for after each 30 seconds without a line', async () => {
    const scene = new Scene();
    void scene.printer.print(watching('job'));
    void scene.printer.print(state());
    await scene.clock.pass(20_000);
    void scene.printer.print(log('x'));
    await scene.clock.pass(29_999);
    expect(scene.take()).toBe('job | x\n');
    await scene.clock.pass(1);
    expect(scene.take()).toBe('waiting     1 Job running: ns/job 50s\n');
    await scene.clock.pass(60_000);
    expect(scene.take().split('\n')).toHaveLength(3);
  });

  test('prints nothing after it is closed', async () => {
    for (const isTTY of [false, true]) {
      const scene = new Scene({ isTTY });
      void scene.printer.print(watching('job'));
      scene.printer.close();
      await scene.clock.pass(90_000);
      expect(scene.take()).toBe('');
    }
  });

  test('shows on a terminal the elapsed time, no wider than the terminal, instead of lines', async () => {
    const scene = new Scene({ isTTY: true });
    void scene.printer.print(watching('a', 'b'));
    await scene.clock.pass(1_000);
    expect(scene.take()).toBe(`${CLEAR}[0/2] 1s: 2 Jobs pending: ns/`);
    await scene.clock.pass(90_000);
    expect(scene.take()).not.toContain('\n');
  });

  test('replaces the status by the next line, and clears it at the end', async () => {
    const scene = new Scene({ isTTY: true });
    void scene.printer.print(watching('job'));
    await scene.clock.pass(1_000);
    scene.take();
    void scene.printer.print(log('x'));
    void scene.printer.print(log('y'));
    expect(scene.take()).toBe(`${CLEAR}job | x\njob | y\n`);
    await scene.clock.pass(1_000);
    scene.take();
    scene.printer.close();
    expect(scene.take()).toBe(CLEAR);
  });

  test('shows no status before the first event, or while the terminal takes no output', async () => {
    const scene = new Scene({ isTTY: true });
    await scene.clock.pass(5_000);
    expect(scene.take()).toBe('');
    scene.stream.writableNeedDrain = true;
    void scene.printer.print(watching('job'));
    await scene.clock.pass(5_000);
    expect(scene.take()).toBe('');
  });

  test('prints lines on a terminal that cannot clear one', async () => {
    const scene = new Scene({ isTTY: true, TERM: 'dumb' });
    void scene.printer.print(watching('job'));
    await scene.clock.pass(30_000);
    expect(scene.take()).toBe('waiting     1 Job pending: ns/job 30s\n');
  });
});
