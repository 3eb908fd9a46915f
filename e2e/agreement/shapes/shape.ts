import { parse } from 'yaml';
import type { JsonObject } from '../../../src/kubernetes/json';

/** Changes of a manifest: values by their path, which may begin with a name of `PLACES`. */
export type Changes = Readonly<Record<string, unknown>>;

/** Manifests as one kind of tool or author writes them. */
export interface Family {
  readonly name: string;
  /** The manifest that the others vary, in YAML. The server accepts it. */
  readonly base: string;
  readonly accepted: Readonly<Record<string, Changes>>;
  /** Mistakes that people make. */
  readonly rejected: Readonly<Record<string, Changes>>;
}

export interface Shape {
  readonly title: string;
  readonly manifest: JsonObject;
  readonly accepted: boolean;
}

const PLACES = (kind: unknown): Readonly<Record<string, string>> => {
  const job = kind === 'CronJob' ? 'spec.jobTemplate.spec' : 'spec';
  const template = `${job}.template`;
  return {
    job,
    template,
    pod: `${template}.spec`,
    labels: `${template}.metadata.labels`,
    main: `${template}.spec.containers.0`,
  };
};

/** Every manifest of a family, each with whether the server has to accept it. */
export function shapesOf({ name, base, accepted, rejected }: Family): Shape[] {
  const shape = (title: string, changes: Changes, isAccepted: boolean): Shape => {
    const manifest = parse(base) as JsonObject;
    const places = PLACES(manifest.kind);
    for (const [path, value] of Object.entries(changes)) {
      const [first, ...rest] = path.split('.');
      set(manifest, [...(places[first] ?? first).split('.'), ...rest], value);
    }
    return { title: `${name}: ${title}`, manifest, accepted: isAccepted };
  };
  return [
    shape('as it is', {}, true),
    ...Object.entries(accepted).map(([title, changes]) => shape(title, changes, true)),
    ...Object.entries(rejected).map(([title, changes]) => shape(title, changes, false)),
  ];
}

/** Sets a value, or removes it if it is undefined. `~` in a step is a dot of a key. */
function set(object: any, steps: readonly string[], value: unknown): void {
  const [first, ...rest] = steps;
  const key = first.replaceAll('~', '.');
  if (rest.length > 0) set((object[key] ??= {}), rest, value);
  else if (value === undefined) delete object[key];
  else object[key] = value;
}
