import * as fc from 'fast-check';
import { CONFLICTS } from './conflicts';
import { GOOD, MINIMAL, MINIMAL_IN } from './grammar';
import { NEAR_KEYS, NEAR_NUMBERS, NEAR_QUANTITIES, NEAR_TEXTS } from './near';
import { SchemaPath, schemaPaths } from './paths';
import { indexed, jobSpecOf, makeRoom, podOf } from './room';
import type { Json, JsonObject } from '../../src/kubernetes/json';
import { check } from '../../src/kubernetes/rules/check';
import { Field, StructName, Type } from '../../src/kubernetes/schema/field';

/** A manifest, and the paths of the schema in which it is not the plainest one. */
export interface Case {
  readonly manifest: JsonObject;
  readonly touched: readonly string[];
}

/** Paths that are seldom accepted, for what they need beside them, or seldom refused: they get two turns. */
const ONE_SIDED = new RegExp(
  [
    /\.fileKeyRef\b/,
    /\.mountPropagation$/,
    /\.volumeDevices\[\]/,
    /initContainers\[\]\.volumeMounts\[\]/,
    /\.localhostProfile$/,
    /^spec\.jobTemplate(\.spec(\.template(\.spec)?)?)?$/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

type Mutable = { [field: string]: any };
const clone = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

/**
 * Jobs and CronJobs over every field: a good one, in which at a few paths of the schema something is set, most of it
 * good, the rest of a wrong type, at a bound, nearly right, or in conflict with existing values.
 */
export class ManifestArbitrary extends fc.Arbitrary<Case> {
  private readonly paths: Record<'Job' | 'CronJob', SchemaPath[]>;
  private readonly turn = { Job: 0, CronJob: 0, conflict: 0 };

  public constructor(private readonly minor: number) {
    super();
    const turns = (kind: 'Job' | 'CronJob') =>
      schemaPaths(kind, minor).flatMap((path) =>
        ONE_SIDED.test(path.text) ? [path, path] : [path],
      );
    this.paths = { Job: turns('Job'), CronJob: turns('CronJob') };
  }

  public generate(random: fc.Random): fc.Value<Case> {
    const kind = random.nextInt(0, 1) === 0 ? 'CronJob' : 'Job';
    const manifest: Mutable = {
      apiVersion: 'batch/v1',
      kind,
      ...(clone(MINIMAL[kind]) as Mutable),
    };
    const pod = podOf(manifest);
    // Volumes, claims and ports that containers can refer to exist from the start.
    if (random.nextInt(0, 3) > 0) {
      pod.volumes = [
        { name: 'v', emptyDir: {} },
        { name: 'c', persistentVolumeClaim: { claimName: 'c' } },
      ];
    }
    if (random.nextInt(0, 7) === 0) pod.resourceClaims = [{ name: 'r', resourceClaimName: 'r' }];
    if (random.nextInt(0, 5) === 0) indexed(jobSpecOf(manifest), random);
    if (random.nextInt(0, 2) === 0) return new fc.Value(this.tame(random, manifest), undefined);
    const touched = this.edit(random, manifest);
    if (random.nextInt(0, 3) === 0) this.clash(random, manifest);
    return new fc.Value({ manifest: clone(manifest), touched }, undefined);
  }

  /** Sets values at a few paths of a manifest, and returns the paths. */
  public edit(random: fc.Random, manifest: Mutable, most = 5): string[] {
    const kind = manifest.kind as 'Job' | 'CronJob';
    const touched: string[] = [];
    const count = random.nextInt(1, most);
    const bad = random.nextInt(0, 3) === 0 ? random.nextInt(0, count - 1) : -1;
    for (let i = 0; i < count; i++) {
      const path = this.next(random, kind);
      touched.push(path.text);
      this.touch(random, manifest, path, i === bad);
    }
    return touched;
  }

  /** Many fields at once, without those that would be rejected: else few manifests with many fields would be accepted. */
  private tame(random: fc.Random, start: Mutable): Case {
    const touched: string[] = [];
    let manifest = clone(start);
    for (let i = random.nextInt(1, 9); i > 0; i--) {
      const path = this.next(random, start.kind);
      for (let tries = 6; tries > 0; tries--) {
        const more = clone(manifest);
        this.touch(random, more, path, false);
        if (check(more, { minor: this.minor })!.some(({ severity }) => severity === 'rejected')) {
          continue;
        }
        manifest = more;
        touched.push(path.text);
        break;
      }
    }
    return { manifest: manifest as JsonObject, touched };
  }

  /** Each conflict in its turn, where the parts that it is about are still there. */
  private clash(random: fc.Random, manifest: Mutable): void {
    const conflict = CONFLICTS[this.turn.conflict++ % CONFLICTS.length];
    const one = (...values: any[]): any => pick(random, values);
    try {
      const [job, pod] = [jobSpecOf(manifest), podOf(manifest)];
      conflict({ manifest, job, pod, container: pod.containers[0], one });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // what was touched before has taken a part away
    }
  }

  /** Each path in its turns, so that all are touched often enough; not in their order, so that neighbours do not always meet. */
  private next(random: fc.Random, kind: 'Job' | 'CronJob'): SchemaPath {
    const paths = this.paths[kind];
    const turn = this.turn[kind]++ % paths.length;
    if (turn === 0) shuffle(random, paths);
    return paths[turn];
  }

  /** Sets something at a path, after all that leads there is set. */
  private touch(random: fc.Random, manifest: Mutable, { steps }: SchemaPath, bad: boolean): void {
    let at: Mutable = manifest;
    for (const [i, { field, struct }] of steps.entries()) {
      if (random.nextInt(0, 19) > 0) makeRoom(random, at, struct, field.name, manifest);
      if (i === steps.length - 1) {
        const value = bad
          ? badValue(random, field.type, at[field.name])
          : this.goodValue(random, struct, field);
        if (value === REMOVED) delete at[field.name];
        else if (value === UNKNOWN) at[`${field.name}X`] = 1;
        else at[field.name] = value;
        return;
      }
      at = this.descend(random, at, field, struct);
    }
  }

  private descend(
    random: fc.Random,
    at: Mutable,
    { name, type }: Field,
    struct: StructName,
  ): Mutable {
    if (type.kind === 'list') {
      const list: unknown = at[name];
      const items = Array.isArray(list) ? (list as Mutable[]) : (at[name] = [] as Mutable[]);
      // Mostly a new item, since existing ones may be needed.
      if (items.length === 0 || (random.nextInt(0, 2) > 0 && items.length < 4)) {
        items.push(
          clone(MINIMAL_IN[`${struct}.${name}`] ?? this.minimal(elementOf(type))) as Mutable,
        );
      }
      const item = pick(random, items);
      return typeof item === 'object' && item !== null ? item : {};
    }
    const held: unknown = at[name];
    if (typeof held !== 'object' || held === null || Array.isArray(held)) {
      at[name] = clone(this.minimal(elementOf(type)));
    }
    return at[name] as Mutable;
  }

  private goodValue(random: fc.Random, struct: StructName, { name, type }: Field): Json {
    const good = GOOD[`${struct}.${name}`];
    return clone(good ? pick(random, good) : this.plain(random, type));
  }

  private plain(random: fc.Random, type: Type): Json {
    switch (type.kind) {
      case 'struct':
        return this.minimal(type.name);
      case 'list':
        return random.nextInt(0, 9) === 0
          ? []
          : Array.from({ length: random.nextInt(1, 2) }, () => clone(this.plain(random, type.of)));
      case 'map':
        return { a: this.plain(random, type.of) };
      case 'scalar':
        return PLAIN[type.name](random);
    }
  }

  private minimal(struct: StructName): Json {
    return MINIMAL[struct] ?? {};
  }

  public canShrinkWithoutContext(_value: unknown): _value is Case {
    return true;
  }

  /** Smaller manifests: each without one of its fields or items, or with a plainer value. */
  public shrink({
    manifest: { apiVersion, kind, ...manifest },
    touched,
  }: Case): fc.Stream<fc.Value<Case>> {
    return fc
      .stream(smaller(manifest as JsonObject))
      .map(
        (less) =>
          new fc.Value<Case>(
            { manifest: { apiVersion, kind, ...(less as JsonObject) } as JsonObject, touched },
            undefined,
          ),
      );
  }
}

/** Changes of an existing object: some of the same fields, set to other values. */
export class EditArbitrary extends fc.Arbitrary<Case> {
  public constructor(
    private readonly live: JsonObject,
    private readonly manifests: ManifestArbitrary,
  ) {
    super();
  }

  public generate(random: fc.Random): fc.Value<Case> {
    const manifest = clone(this.live) as Mutable;
    const touched = this.manifests.edit(random, manifest, 2); // most of what is changed cannot be, so little is
    if (random.nextInt(0, 9) === 0) {
      editOneOf(random, jobSpecOf(manifest)?.template?.metadata?.labels);
    }
    // The server finds the object by these.
    const { name, namespace, uid } = this.live.metadata as JsonObject;
    const edited = typeof manifest.metadata === 'object' ? manifest.metadata : {};
    manifest.metadata = { ...edited, name, namespace, uid, resourceVersion: undefined };
    return new fc.Value({ manifest: manifest as JsonObject, touched }, undefined);
  }

  public canShrinkWithoutContext(_value: unknown): _value is Case {
    return false;
  }

  public shrink(): fc.Stream<fc.Value<Case>> {
    return fc.Stream.nil();
  }
}

/** The labels that the server made among them. */
function editOneOf(random: fc.Random, labels: unknown): void {
  if (typeof labels !== 'object' || labels === null || Object.keys(labels).length === 0) return;
  const label = pick(random, Object.keys(labels));
  if (random.nextInt(0, 1)) delete (labels as Mutable)[label];
  else (labels as Mutable)[label] = 'a';
}

const REMOVED = Symbol('removed');
const UNKNOWN = Symbol('unknown');
const PLAIN: Record<Extract<Type, { kind: 'scalar' }>['name'], (random: fc.Random) => Json> = {
  string: () => 'a',
  bool: (random) => random.nextInt(0, 1) === 1,
  int32: (random) => random.nextInt(0, 3),
  int64: (random) => random.nextInt(0, 3),
  Quantity: (random) => pick(random, ['1', '500m', '1Gi', 2]),
  IntOrString: (random) => pick(random, [80, 'a']),
  Time: () => '2026-01-31T08:00:00Z',
  FieldsV1: () => ({}),
};
const WRONG: readonly Json[] = [
  null,
  5,
  1.5,
  'text',
  true,
  [],
  {},
  ['a'],
  { a: 'b' },
  [null],
  [{}],
  -1,
  '',
];

function badValue(
  random: fc.Random,
  type: Type,
  held: unknown,
): Json | typeof REMOVED | typeof UNKNOWN {
  const what = random.nextInt(0, 19);
  if (what === 0) return REMOVED;
  if (what === 1) return UNKNOWN;
  if (what < 5) return clone(pick(random, WRONG));
  if (what < 7 && Array.isArray(held) && held.length > 0) {
    return [...clone(held), clone(held[0])] as Json;
  } // twice the same
  return clone(near(random, type));
}

function near(random: fc.Random, type: Type): Json {
  switch (type.kind) {
    case 'struct':
      return pick(random, [{}, { name: 'a' }, null]);
    case 'list': {
      const length = pick(random, [0, 1, 1, 2, 2, 3, 4, 21, 33, 256]);
      return Array.from({ length }, () => near(random, type.of));
    }
    case 'map':
      return Object.fromEntries(
        Array.from({ length: random.nextInt(0, 3) }, () => [
          pick(random, NEAR_KEYS),
          near(random, type.of),
        ]),
      );
    case 'scalar':
      switch (type.name) {
        case 'string':
          return pick(random, NEAR_TEXTS);
        case 'bool':
          return random.nextInt(0, 1) === 1;
        case 'int32':
        case 'int64':
          return pick(random, NEAR_NUMBERS);
        case 'Quantity':
          return pick(random, NEAR_QUANTITIES);
        case 'IntOrString':
          return random.nextInt(0, 1) ? pick(random, NEAR_NUMBERS) : pick(random, NEAR_TEXTS);
        case 'Time':
          return pick(random, [
            '2026-01-31T08:00:00Z',
            '2026-02-30T08:00:00Z',
            '2026-01-31',
            '',
            '2026-01-31T08:00:00+01:00',
            '2026-01-31T24:00:00Z',
            '2026-01-31T08:00:00.5Z',
            '2026-01-31t08:00:00z',
          ]);
        case 'FieldsV1':
          return {};
      }
  }
}

function elementOf(type: Type): StructName {
  return type.kind === 'struct' ? type.name : elementOf((type as { of: Type }).of);
}

function shuffle(random: fc.Random, values: unknown[]): void {
  for (let i = values.length - 1; i > 0; i--) {
    const other = random.nextInt(0, i);
    [values[i], values[other]] = [values[other], values[i]];
  }
}

function pick<Value>(random: fc.Random, values: readonly Value[]): Value {
  return values[random.nextInt(0, values.length - 1)];
}

function* smaller(value: Json): Generator<Json> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      yield value.filter((_, other) => other !== i);
      for (const less of smaller(value[i])) {
        yield value.map((item: Json, other) => (other === i ? less : item));
      }
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      const { [key]: held, ...others } = value as JsonObject;
      yield others;
      for (const less of smaller(held!)) yield { ...value, [key]: less };
    }
  } else if (typeof value === 'string' && value.length > 1) {
    yield value.slice(0, Math.floor(value.length / 2));
  }
}
