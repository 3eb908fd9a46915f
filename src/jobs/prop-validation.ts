import type { Duration } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-27';
import { isJsonObject } from '../kubernetes/json';
import { truncate } from '../kubernetes/truncate';

/** What a prop holds, for those whom no compiler tells: JavaScript, and values that came as `any`. */
interface Kind {
  /** After "is no ". */
  readonly what: string;
  readonly fix: string;
  readonly has: (value: unknown) => boolean;
}

const method = (name: string) => (value: unknown) =>
  typeof (value as Record<string, unknown> | null)?.[name] === 'function';
/** A value that cdk8s makes at synth, whatever it will be. */
const isToken = (value: unknown) => method('produce')(value) || method('resolve')(value);
const isText = (value: unknown) => typeof value === 'string' || isToken(value);
const isPlusValue = method('_toKube');

const DURATION: Kind = {
  what: 'Duration of whole seconds',
  fix: 'write it as in Duration.minutes(5)',
  has: isWholeSeconds,
};
const TEXTS: Kind = {
  what: 'list of texts',
  fix: "write it as in ['sh', '-c', '…']",
  has: (value) => Array.isArray(value) && value.every(isText),
};
const LIST: Kind = { what: 'list', fix: 'put it in brackets', has: Array.isArray };
const PLUS_VALUE: Kind = {
  what: 'value of cdk8s-plus',
  fix: 'make it with the class of that name',
  has: isPlusValue,
};
const madeWith = (type: string, has: Kind['has']): Kind => ({
  what: type,
  fix: `make it with ${type}.…`,
  has,
});

/** Of the props of Jobs and containers, those that would otherwise lead to an error without a place, or to something that nobody meant. */
const KINDS: Readonly<Record<string, Kind>> = {
  activeDeadline: DURATION,
  ttlAfterFinished: DURATION,
  startingDeadline: DURATION,
  terminationGracePeriod: DURATION,
  command: TEXTS,
  args: TEXTS,
  containers: LIST,
  initContainers: LIST,
  volumes: LIST,
  items: LIST,
  liveness: PLUS_VALUE,
  readiness: PLUS_VALUE,
  startup: PLUS_VALUE,
  podFailurePolicy: madeWith('PodFailurePolicy', method('toJson')),
  successPolicy: madeWith('SuccessPolicy', method('toJson')),
  rerunPolicy: madeWith('RerunPolicy', (value) =>
    isText((value as { name?: unknown } | null)?.name),
  ),
  completion: madeWith(
    'Completion',
    (value) => typeof (value as { perIndex?: unknown } | null)?.perIndex === 'boolean',
  ),
  schedule: {
    what: 'schedule',
    fix: "write one as in Schedule.daily('03:30') or '30 3 * * *'",
    has: (value) =>
      isText(value) || isText((value as { expressionString?: unknown } | null)?.expressionString),
  },
  env: {
    what: 'object of texts and EnvValues',
    fix: "write it as in { LEVEL: '3' }",
    has: (value) =>
      isJsonObject(value) &&
      Object.values(value).every(
        (entry) => entry === undefined || isText(entry) || isEnvValue(entry),
      ),
  },
  podOverlay: {
    what: 'object',
    fix: 'write fields of a PodSpec as they stand in a manifest',
    has: isJsonObject,
  },
};

/** Whether it is an `EnvValue` of any version of cdk8s-plus, and no text or token. */
export function isEnvValue(value: unknown): value is kplus.EnvValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isToken(value) &&
    ('value' in value || 'valueFrom' in value)
  );
}

function isWholeSeconds(value: unknown): boolean {
  if (!method('toSeconds')(value)) return false;
  return Number.isInteger((value as Duration).toSeconds({ integral: false }));
}

/** What is wrong with the kinds of props, as `prop: what, why; what to do`. */
export function propTypeErrors(props: object): string[] {
  return wrong(props).map(
    ([name, value, { what, fix }]) =>
      `${name}: ${described(value)} is no ${what}, which is all that it can be; ${fix}`,
  );
}

/** The props without those of a wrong kind, so that everything else can be looked at, too. */
export function dropInvalidProps<Props extends object>(props: Props): Props {
  const names = wrong(props).map(([name]) => name);
  return names.length === 0
    ? props
    : (Object.fromEntries(
        Object.entries(props).filter(([name]) => !names.includes(name)),
      ) as Props);
}

function wrong(props: object): [name: string, value: unknown, kind: Kind][] {
  const found: [string, unknown, Kind][] = [];
  for (const name in KINDS) {
    const value = (props as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined && !KINDS[name].has(value)) found.push([name, value, KINDS[name]]);
  }
  return found;
}

function described(value: unknown): string {
  if (method('toHumanString')(value)) return (value as Duration).toHumanString();
  const text =
    typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonObject(value)
      ? `a ${value.constructor?.name}`
      : (JSON.stringify(value) ?? String(value));
  return truncate(text, 60);
}
