/**
 * For programs that an `IndexedJob` runs. It needs nothing but Node, and reads what the Job has put beside the program.
 * @module cdk8s-jobs/worker
 */
import { readFileSync } from 'node:fs';

/**
 * The index of this Pod: 0 to `completions` - 1.
 * @throws Error if no Indexed Job runs the program
 */
export function index(): number {
  const value = process.env.JOB_COMPLETION_INDEX;
  if (value === undefined) {
    throw new Error(
      '$JOB_COMPLETION_INDEX is not set, so this does not run in an IndexedJob; set it to try the program out, such as JOB_COMPLETION_INDEX=0',
    );
  }
  return Number(value);
}

/**
 * The item of this Pod, as it was given to the Job in `items`.
 *
 * ```ts
 * const { url, retries } = item<{ url: string; retries: number }>();
 * ```
 * @throws Error if no IndexedJob with items runs the program
 */
export function item<Item>(): Item {
  const path = process.env.JOB_ITEM;
  if (path === undefined) {
    throw new Error(
      '$JOB_ITEM is not set, so this does not run in an IndexedJob with items; set it to the path of a file with an item to try the program out',
    );
  }
  const text = readFileSync(path, 'utf8');
  return (path.endsWith('.json') ? JSON.parse(text) : text) as Item;
}
