import { App, IResolver, ResolutionContext } from 'cdk8s';
import { HASH_PATTERN } from '../kubernetes/run-identity/spec-hash';

/** Something whose name ends with a hash of its content. */
export interface NamedByContent {
  /** The name without the hash. */
  readonly stem: string;
  /** The name as it is now. */
  readonly name: string;
}

const ofApps = new WeakMap<App, EarlyNames>();

/**
 * Names that were read while the app was still being put together. What is added to a Job after that changes its hash, so that what was
 * read would be wrong: wherever it turns up in a manifest, alone or as a part of a text, it is replaced by the name that the Job has
 * in the end.
 */
export class EarlyNames implements IResolver {
  /** Those of an app, which asks them from then on. */
  public static of(app: App): EarlyNames {
    let names = ofApps.get(app);
    if (!names) {
      ofApps.set(app, (names = new EarlyNames()));
      app.resolvers.unshift(names);
    }
    return names;
  }

  private readonly byHash = new Map<string, Set<NamedByContent>>();

  private constructor() {}

  /** Remembers a name that somebody has got. */
  public add(name: string, object: NamedByContent): void {
    const hash = name.slice(object.stem.length + 1);
    this.byHash.set(hash, (this.byHash.get(hash) ?? new Set()).add(object));
  }

  /** A text in which names that were read early are those of now. */
  public current(text: string): string {
    return text.replace(HASH_PATTERN, (hash: string, offset: number) => {
      const before = text.slice(0, offset);
      const object = [...(this.byHash.get(hash.slice(1)) ?? [])].find(({ stem }) =>
        before.endsWith(stem),
      );
      return object ? object.name.slice(object.stem.length) : hash;
    });
  }

  public resolve(context: ResolutionContext): void {
    if (typeof context.value !== 'string') return;
    const current = this.current(context.value);
    if (current !== context.value) context.replaceValue(current);
  }
}
