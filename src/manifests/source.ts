import type { Source } from './problem';
import type { Manifest } from '../kubernetes/manifest';

// A manifest contains only what is sent to the API server, so its source is kept outside of it.
const sources = new WeakMap<Manifest, Source>();

/** Remembers the position at which a manifest was read. */
export function setSource(manifest: Manifest, source: Source): void {
  sources.set(manifest, source);
}

/** Returns the position at which a manifest was read, or undefined if it is not from a file. */
export function sourceOf(manifest: Manifest): Source | undefined {
  return sources.get(manifest);
}
