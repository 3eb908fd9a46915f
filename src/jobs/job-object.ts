import { ApiObject, ApiObjectMetadata, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { configContents } from './config-contents';
import { EarlyNames, NamedByContent } from './early-names';
import { GeneratedName, generatedName } from './job-name';
import { plainJson } from './plain-json';
import { plainMetadata } from './plain-metadata';
import { appOf, isBeingSynthesized, oncePerSynthesis } from './synthesis';
import { isJsonObject, Json, JsonObject, objectIn } from '../kubernetes/json';
import { SPEC_HASH_ANNOTATION } from '../kubernetes/metadata-keys';
import { PLACEHOLDER_HASH, runIdentityText, shortHash } from '../kubernetes/run-identity/spec-hash';
import { JobDefaults } from '../policy/job-defaults';

/** The id by which cdk8s finds the object of a construct (`ApiObject.of(job)`). */
const ID = 'Resource';

export interface JobObjectProps {
  readonly kind: 'Job' | 'CronJob';
  readonly metadata: ApiObjectMetadata;
  readonly spec: Lazy;
  /** Whether a generated name changes with the content. */
  readonly byContent: boolean;
}

/** Those that are being rendered, the innermost last: a name that is asked for then may depend on itself. */
const rendering: JobObject[] = [];

/**
 * A Job or CronJob as a raw API object: unlike generated classes, it keeps every field, in its spec and in patches, however new.
 * Its name may carry a hash of its content, which is known when everything else is.
 */
export class JobObject extends ApiObject implements NamedByContent {
  /** The way from this Job back to itself, if its name depends on itself by way of others. */
  public cycle?: readonly JobObject[];
  private readonly given?: string;
  private generatedOnce?: GeneratedName;
  /** Whether somebody was told the name before it was known. */
  private nameReadBeforeHash = false;
  private readonly spec: Lazy;
  private readonly byContent: boolean;

  public constructor(scope: Construct, { kind, metadata, spec, byContent }: JobObjectProps) {
    super(scope, ID, {
      apiVersion: 'batch/v1',
      kind,
      metadata: { ...metadata, name: metadata.name ?? ID },
      spec,
    });
    this.given = metadata.name;
    this.spec = spec;
    this.byContent = byContent && metadata.name === undefined;
    // Both are plain fields of cdk8s, and this is what they are to be from now on.
    const name = { get: () => this.currentName(), configurable: true, enumerable: true };
    Object.defineProperty(this, 'name', name);
    Object.defineProperty(this.metadata, 'name', name);
  }

  /** What the name is made of, unless it was given. */
  public get generated(): GeneratedName | undefined {
    return this.given === undefined
      ? (this.generatedOnce ??= generatedName(this, this.byContent))
      : undefined;
  }

  /** The name without what changes with the content. */
  public get stem(): string {
    return this.given ?? this.generated!.stem;
  }

  /** A name that stays the same whatever the content. */
  public get stable(): string {
    return this.given ?? this.generated!.stable;
  }

  /** Whether the manifest carries the label and the annotation by which a deploy identifies the Job and its content. */
  public get isIdentified(): boolean {
    return this.given === undefined || JobDefaults.of(this).identifiesNamedJobs;
  }

  public toJson(): any {
    return oncePerSynthesis(this, this, () => this.render());
  }

  private render(): JsonObject {
    rendering.push(this);
    try {
      const json = this.quickly() ?? (super.toJson() as JsonObject);
      if (this.kind !== 'Job' || (!this.byContent && !this.isIdentified)) return json;
      const spec = objectIn(json.spec);
      const text = runIdentityText(spec, configContents(this, spec));
      const hash = shortHash(text);
      const finished = { ...json, metadata: this.metadataWith(hash, objectIn(json.metadata)) };
      // Whatever in it has asked for its name, or had done so when that was not known, has got one without a hash.
      return this.nameReadBeforeHash
        ? replaced(finished, this.named(PLACEHOLDER_HASH), this.named(hash))
        : finished;
    } finally {
      rendering.pop();
    }
  }

  /** What `super.toJson()` gives, where no patch or resolver of others has a say. */
  private quickly(): JsonObject | undefined {
    const app = appOf(this);
    const { patches } = this as unknown as { readonly patches: readonly unknown[] };
    if (!app || patches.length > 0 || process.env.CDK8S_DISABLE_SORT) return undefined;
    const spec = plainJson(app, { spec: this.spec });
    if (!spec) return undefined;
    const name = this.byContent ? this.named(PLACEHOLDER_HASH) : this.stable;
    const metadata =
      plainMetadata(this, this.metadata, name) ?? (this.metadata.toJson() as JsonObject);
    return { apiVersion: this.apiVersion, kind: this.kind, metadata, ...spec };
  }

  private metadataWith(hash: string, { annotations, ...others }: JsonObject): JsonObject {
    const hashed = Object.entries({
      ...objectIn(annotations),
      ...(this.isIdentified && { [SPEC_HASH_ANNOTATION]: hash }),
    }).sort();
    return {
      ...(hashed.length > 0 && { annotations: Object.fromEntries(hashed) }),
      ...others,
      ...(others.name === this.named(PLACEHOLDER_HASH) && { name: this.named(hash) }), // a patch may have set another one
    };
  }

  private named(hash: string): string {
    return `${this.stem}-${hash}`;
  }

  private currentName(): string {
    if (!this.byContent) return this.stable;
    const at = rendering.indexOf(this);
    if (at >= 0) {
      if (at < rendering.length - 1) this.cycle = rendering.slice(at);
      this.nameReadBeforeHash = true;
      return this.named(PLACEHOLDER_HASH);
    }
    const { name } = (this.toJson() as { metadata: { name: string } }).metadata;
    const app = appOf(this);
    if (app && rendering.length === 0 && !isBeingSynthesized(this)) {
      EarlyNames.of(app).add(name, this);
    }
    return name;
  }
}

function replaced<Value extends Json | undefined>(value: Value, from: string, to: string): Value {
  if (typeof value === 'string') return value.replaceAll(from, to) as Value;
  if (Array.isArray(value)) {
    return value.map((item: Json) => replaced(item, from, to)) as unknown as Value;
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, replaced(entry, from, to)]),
  ) as Value;
}
