import type { Source } from './problem';
import type { Manifest } from '../kubernetes/manifest';

// Beside the manifest, not in it: a manifest is what will be sent, and nothing else.
const sources = new WeakMap<Manifest, Source>();

/** Remembers where a manifest was read. */
export function setSource(manifest: Manifest, source: Source): void {
  sources.set(manifest, source);
}

/** Where a manifest was read, or undefined if it was not read from a file. */
export function sourceOf(manifest: Manifest): Source | undefined {
  return sources.get(manifest);
}
