/** Things that are due at a time, the earliest first; of the same time, the first that was added. */
export class EventQueue<Item> {
  /** A binary heap: no entry is due before its parent, which is at half of its place. */
  private readonly heap: Entry<Item>[] = [];
  private added = 0;

  public add(at: number, item: Item): void {
    const entry = { at, order: this.added++, item };
    let place = this.heap.push(entry) - 1;
    while (place > 0) {
      const parent = Math.floor((place - 1) / 2);
      if (!isBefore(entry, this.heap[parent])) break;
      this.heap[place] = this.heap[parent];
      place = parent;
    }
    this.heap[place] = entry;
  }

  /** Returns what is due first, without removing it. */
  public first(): { readonly at: number; readonly item: Item } | undefined {
    return this.heap[0];
  }

  public removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.heap.length) break;
      if (child + 1 < this.heap.length && isBefore(this.heap[child + 1], this.heap[child])) child++;
      if (!isBefore(this.heap[child], last)) break;
      this.heap[place] = this.heap[child];
      place = child;
    }
    this.heap[place] = last;
  }
}

interface Entry<Item> {
  readonly at: number;
  readonly order: number;
  readonly item: Item;
}

function isBefore(one: Entry<unknown>, other: Entry<unknown>): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
