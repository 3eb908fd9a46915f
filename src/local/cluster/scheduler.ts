import { EventQueue } from '../event-queue';

/** Calls functions at times. In virtual time nothing waits. */
export interface Scheduler {
  /** The current time, in milliseconds since 1970. */
  now(): number;
  /**
   * Calls a function at a time, or as soon as possible if that has passed, but never at once.
   *
   * @param order of the functions of one time, the lowest comes first
   * @returns a function that cancels the call
   */
  at(time: number, order: Order, action: () => void): () => void;
}

/** At one time, controllers act before a kubelet changes what they have seen. */
export enum Order {
  CONTROLLER,
  KUBELET,
}

/** Goes by the clock of the system. */
export class RealScheduler implements Scheduler {
  private readonly timers = new Set<NodeJS.Timeout>();

  public now(): number {
    return Date.now();
  }

  public at(time: number, _order: Order, action: () => void): () => void {
    let timer: NodeJS.Timeout;
    const start = () => {
      // Node fires a longer timer at once.
      const left = Math.min(Math.max(time - Date.now(), 0), MAX_TIMER_MS);
      timer = setTimeout(() => {
        this.timers.delete(timer);
        if (Date.now() < time) start();
        else action();
      }, left);
      this.timers.add(timer);
    };
    start();
    return () => {
      clearTimeout(timer);
      this.timers.delete(timer);
    };
  }

  /** Cancels all calls. */
  public stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }
}

const MAX_TIMER_MS = 2 ** 31 - 1;

interface Call {
  readonly action: () => void;
  cancelled: boolean;
}

/** Time that passes only by `advanceTo`. The same input has the same result. */
export class VirtualScheduler implements Scheduler {
  /** The calls by their order. */
  private readonly queues = [new EventQueue<Call>(), new EventQueue<Call>()];

  /** @param time milliseconds since 1970 */
  public constructor(private time: number) {}

  public now(): number {
    return this.time;
  }

  public at(time: number, order: Order, action: () => void): () => void {
    const call: Call = { action, cancelled: false };
    this.queues[order].add(time, call);
    return () => {
      call.cancelled = true;
    };
  }

  /** When the next call is due; undefined if no call is due. */
  public get next(): number | undefined {
    const times = this.queues.flatMap((queue) => firstOf(queue)?.at ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /**
   * Advances to a time. All calls that are due before it are made, and those of controllers that
   * are due at it.
   */
  public advanceTo(time: number): void {
    for (let { next } = this; next !== undefined && next < time; { next } = this) {
      this.time = Math.max(this.time, next);
      this.runDue(Order.CONTROLLER);
      this.runDue(Order.KUBELET);
    }
    this.time = Math.max(this.time, time);
    this.runDue(Order.CONTROLLER);
  }

  /** Makes the calls of an order that are due; for a kubelet not those that they add. */
  private runDue(order: Order): void {
    const queue = this.queues[order];
    const due: Call[] = [];
    for (let first = firstOf(queue); first && first.at <= this.time; first = firstOf(queue)) {
      queue.removeFirst();
      if (order === Order.KUBELET) due.push(first.item);
      else first.item.action();
    }
    for (const call of due) if (!call.cancelled) call.action();
  }
}

/** Returns the first call that is not cancelled. */
function firstOf(queue: EventQueue<Call>) {
  let first = queue.first();
  for (; first?.item.cancelled; first = queue.first()) queue.removeFirst();
  return first;
}
