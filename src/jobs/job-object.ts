import { ApiObject, ApiObjectMetadata, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { configContents } from './config-contents';
import { GeneratedNameToken } from './generated-name-token';
import { GeneratedName, generatedName } from './job-name';
import { plainJson } from './plain-json';
import { replaceText } from './replace-text';
import { validatedManifests } from './validated-manifests';
import { appOf, outsidePass } from './validation-pass';
import { Json, JsonObject, objectIn } from '../kubernetes/json';
import { SPEC_HASH_ANNOTATION } from '../kubernetes/metadata-keys';
import { PLACEHOLDER_HASH, runIdentityText, shortHash } from '../kubernetes/run-identity/spec-hash';
import { JobDefaults } from '../policy/job-defaults';

/** The id by which cdk8s finds the object of a construct (`ApiObject.of(job)`). */
const ID = 'Resource';

export interface JobObjectProps {
  readonly kind: 'Job' | 'CronJob';
  readonly metadata: ApiObjectMetadata;
  /** Renders the spec as it is at that moment. It may contain `Lazy` values. */
  readonly renderSpec: () => JsonObject;
  /** Whether a generated name ends with a hash of the content. */
  readonly namedByContent: boolean;
  /** Returns the problems of a manifest. */
  readonly validate: (manifest: JsonObject) => string[];
}

/**
 * A manifest whose name has a placeholder for the hash, and the other data that the hash covers.
 */
interface Unhashed {
  readonly json: JsonObject;
  readonly contents: readonly Json[];
}

/**
 * The Jobs that are being rendered, the innermost at the end. Reading the name of one of them
 * depends on its own content.
 */
const rendering: JobObject[] = [];

/**
 * The API object of a Job or CronJob. Unlike the generated classes of cdk8s-plus it keeps every
 * field, in its spec and in patches, however new. Its generated name may end with a hash of its
 * content.
 *
 * `toJson()` renders the object each time, and throws if it is not valid. It validates again only
 * if the manifest differs from the one that was validated in the same turn of the event loop, so
 * the output is right whatever changes in between.
 */
export class JobObject extends ApiObject {
  /** Returns whether an API object is a Job or CronJob of this library. */
  public static is(object: ApiObject): object is JobObject {
    return #given in object; // `instanceof` is true for every API object
  }

  /** The Jobs that read each other's names, if they depend on themselves in that way. */
  public cycle?: readonly JobObject[];
  /** The names under which this Job was known when a caller read its name. */
  public readonly namesRead = new Set<string>();
  readonly #given?: string;
  private generatedOnce?: GeneratedName;
  private isPatched = false;
  /** How often the name was read while the object was rendered: once by its metadata. */
  private ownReads = 0;
  /** Whether more than the metadata may contain the name. */
  private mentionsItself = false;
  private readonly jobProps: JobObjectProps;

  public constructor(scope: Construct, props: JobObjectProps) {
    const { kind, metadata } = props;
    const token = new GeneratedNameToken(ID);
    super(scope, ID, {
      apiVersion: 'batch/v1',
      kind,
      metadata: { ...metadata, name: metadata.name ?? (token as unknown as string) },
      spec: Lazy.any({ produce: props.renderSpec }),
    });
    token.connect(this);
    this.#given = metadata.name;
    this.jobProps = props;
  }

  /** The parts of the generated name, unless the name was given. */
  public get generated(): GeneratedName | undefined {
    return this.#given === undefined
      ? (this.generatedOnce ??= generatedName(this, this.isNamedByContent))
      : undefined;
  }

  /** The name without the hash of the content. */
  public get stem(): string {
    return this.#given ?? this.generated!.stem;
  }

  /** A name that does not change with the content, and identifies all runs of the Job. */
  public get stable(): string {
    return this.#given ?? this.generated!.stable;
  }

  /**
   * Whether the manifest carries the label and the annotation by which a deploy identifies the Job
   * and its content.
   */
  public get isIdentified(): boolean {
    return this.#given === undefined || JobDefaults.of(this).identifiesNamedJobs;
  }

  /** Adds JSON patches, which only cdk8s applies. */
  public addJsonPatch(...ops: JsonPatch[]): void {
    this.isPatched = true;
    super.addJsonPatch(...ops);
  }

  public toJson(): any {
    const unhashed = this.renderUnhashed();
    const hash = this.validatedHash(unhashed);
    if (hash !== undefined) return this.finish(unhashed, hash);
    const manifest = this.finish(unhashed, this.hash(unhashed));
    const problems = this.jobProps.validate(manifest);
    if (problems.length > 0) throw this.validationError(problems);
    return manifest;
  }

  /** Returns the manifest that was validated in this turn, once; then renders it again. */
  public takeValidated(): JsonObject {
    return validatedManifests.take(this) ?? (this.toJson() as JsonObject);
  }

  /** Whether the manifest is being rendered. */
  public get isRendering(): boolean {
    return rendering.includes(this);
  }

  /** Returns the manifest, whether it is valid or not. */
  public render(): JsonObject {
    const unhashed = this.renderUnhashed();
    return this.finish(unhashed, this.validatedHash(unhashed) ?? this.hash(unhashed));
  }

  /**
   * Returns the problems of the manifest. In the validation passes after the first one of a
   * synthesis it returns at once: `toJson()` compares what is written with what was validated.
   */
  public problems(): string[] {
    if (validatedManifests.has(this)) return [];
    const unhashed = this.renderUnhashed();
    const hash = this.hash(unhashed);
    const manifest = this.finish(unhashed, hash);
    const problems = this.jobProps.validate(manifest);
    if (problems.length === 0) {
      const defaults = JobDefaults.of(this);
      validatedManifests.set(this, { source: sourceOf(unhashed), defaults, hash, manifest });
    }
    return problems;
  }

  /** Returns the current name to a caller that may keep it. */
  public readName(): string {
    if (rendering.length > 0) return this.currentName();
    const name = outsidePass(() => this.currentName());
    if (this.isNamedByContent) this.namesRead.add(name);
    return name;
  }

  /**
   * Returns the name for a manifest that is being rendered; in its own manifest it has a
   * placeholder.
   */
  public currentName(): string {
    if (!this.isNamedByContent) return this.stable;
    const at = rendering.indexOf(this);
    if (at < 0) return (objectIn(this.render().metadata) as { readonly name: string }).name;
    if (at < rendering.length - 1) this.cycle = rendering.slice(at);
    if (++this.ownReads > 1) this.mentionsItself = true;
    return this.named(PLACEHOLDER_HASH);
  }

  /**
   * Returns the name for file names and the like, which cdk8s writes after it has validated the
   * app.
   */
  public stringName(): string {
    return validatedManifests.has(this) ? this.currentName() : this.readName();
  }

  private get isNamedByContent(): boolean {
    return this.jobProps.namedByContent && this.#given === undefined;
  }

  /** Whether the content is hashed, for the name or for the annotation. */
  private get isHashed(): boolean {
    return this.kind === 'Job' && this.isIdentified;
  }

  /** The hash of a manifest that is the same as the one that was validated. */
  private validatedHash(unhashed: Unhashed): string | undefined {
    return validatedManifests.find(this, sourceOf(unhashed), JobDefaults.of(this))?.hash;
  }

  private renderUnhashed(): Unhashed {
    this.cycle = undefined;
    this.ownReads = 0;
    rendering.push(this);
    try {
      let json = this.renderPlain() ?? (super.toJson() as JsonObject);
      // A name that was read before the Job was complete may be part of the Job itself.
      for (const name of this.namesRead) {
        json = replaceText(json, name, this.named(PLACEHOLDER_HASH));
        this.mentionsItself = true;
      }
      const contents = this.isHashed ? configContents(this, objectIn(json.spec)) : [];
      return { json, contents };
    } finally {
      rendering.pop();
    }
  }

  /**
   * Renders what `super.toJson()` renders, in a fraction of the time, if no patch or resolver may
   * change it.
   */
  private renderPlain(): JsonObject | undefined {
    const app = appOf(this);
    if (!app || this.isPatched || process.env.CDK8S_DISABLE_SORT) return undefined;
    const spec = plainJson(app, { spec: this.jobProps.renderSpec() });
    return (
      spec && {
        apiVersion: this.apiVersion,
        kind: this.kind,
        metadata: this.metadata.toJson() as JsonObject,
        ...spec,
      }
    );
  }

  private hash({ json, contents }: Unhashed): string {
    return this.isHashed ? shortHash(runIdentityText(objectIn(json.spec), contents)) : '';
  }

  /** Adds the hash to the annotations, and puts it where the name has a placeholder. */
  private finish({ json }: Unhashed, hash: string): JsonObject {
    if (!this.isHashed) return json;
    const { annotations, ...metadata } = objectIn(json.metadata);
    const sortedAnnotations = Object.fromEntries(
      Object.entries({ ...objectIn(annotations), [SPEC_HASH_ANNOTATION]: hash }).sort(),
    );
    const hashed = { ...json, metadata: { annotations: sortedAnnotations, ...metadata } };
    if (!this.isNamedByContent) return hashed;
    return this.mentionsItself
      ? replaceText(hashed, this.named(PLACEHOLDER_HASH), this.named(hash))
      : { ...hashed, metadata: { ...hashed.metadata, name: this.named(hash) } };
  }

  private named(hash: string): string {
    return `${this.stem}-${hash}`;
  }

  /** The error that cdk8s throws for an app that is not valid. */
  private validationError(problems: readonly string[]): Error {
    const { path } = this.node.scope!.node;
    const lines = problems.map((problem) => `[${path}] ${problem}`);
    return new Error(`Validation failed with the following errors:\n  ${lines.join('\n  ')}`);
  }
}

function sourceOf({ json, contents }: Unhashed): Json {
  return [json, contents];
}
