/**
 * Functions for programs that an `IndexedJob` runs. They read what the Job provides in the
 * container, and depend on Node only.
 * @module cdk8s-jobs/worker
 */
import { readFileSync } from 'node:fs';

/**
 * Returns the index of this Pod: 0 to `completions` - 1.
 * @throws Error if the program does not run in an Indexed Job
 */
export function index(): number {
  const value = process.env.JOB_COMPLETION_INDEX;
  if (value === undefined) {
    throw new Error(
      '$JOB_COMPLETION_INDEX is not set; run this program in an IndexedJob, ' +
        'or set the variable to test it, such as JOB_COMPLETION_INDEX=0',
    );
  }
  return Number(value);
}

/**
 * Returns the item of this Pod, as given in the prop `items` of the Job.
 *
 * ```ts
 * const { url, retries } = item<{ url: string; retries: number }>();
 * ```
 * @throws Error if the program does not run in an IndexedJob with items
 */
export function item<Item>(): Item {
  const path = process.env.JOB_ITEM;
  if (path === undefined) {
    throw new Error(
      '$JOB_ITEM is not set; run this program in an IndexedJob with items, ' +
        'or set the variable to the path of a file with an item to test it',
    );
  }
  const text = readFileSync(path, 'utf8');
  return (path.endsWith('.json') ? JSON.parse(text) : text) as Item;
}
