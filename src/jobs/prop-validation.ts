import type { Duration } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-27';
import { isJsonObject } from '../kubernetes/json';
import { truncate } from '../kubernetes/truncate';

/** The type of a prop, checked at synth for JavaScript and for values of type `any`. */
interface PropType {
  /** The noun after "must be". */
  readonly name: string;
  /** Source text of a valid value. */
  readonly example: string;
  readonly accepts: (value: unknown) => boolean;
}

const method = (name: string) => (value: unknown) =>
  typeof (value as Record<string, unknown> | null)?.[name] === 'function';
/** Returns whether cdk8s resolves the value at synth, to any type. */
const isToken = (value: unknown) => method('produce')(value) || method('resolve')(value);
const isString = (value: unknown) => typeof value === 'string' || isToken(value);

const DURATION: PropType = {
  name: 'a Duration in whole seconds',
  example: 'Duration.minutes(5)',
  accepts: isWholeSeconds,
};
const STRINGS: PropType = {
  name: 'an array of strings',
  example: "['sh', '-c', '…']",
  accepts: (value) => Array.isArray(value) && value.every(isString),
};
const ARRAY: PropType = { name: 'an array', example: '[value]', accepts: Array.isArray };
const PROBE: PropType = {
  name: 'a Probe of cdk8s-plus',
  example: "Probe.fromHttpGet('/healthz')",
  accepts: method('_toKube'),
};

/**
 * Types of those props of Jobs and containers for which a wrong value would lead to an error
 * without a path, or to an unintended manifest.
 */
const PROP_TYPES: Readonly<Record<string, PropType>> = {
  activeDeadline: DURATION,
  ttlAfterFinished: DURATION,
  startingDeadline: DURATION,
  terminationGracePeriod: DURATION,
  command: STRINGS,
  args: STRINGS,
  containers: ARRAY,
  initContainers: ARRAY,
  volumes: ARRAY,
  items: ARRAY,
  liveness: PROBE,
  readiness: PROBE,
  startup: PROBE,
  podFailurePolicy: {
    name: 'a PodFailurePolicy',
    example: 'PodFailurePolicy.of(PodFailure.onExitCodes(2).failJob())',
    accepts: method('toJson'),
  },
  successPolicy: {
    name: 'a SuccessPolicy',
    example: 'SuccessPolicy.count(3)',
    accepts: method('toJson'),
  },
  rerunPolicy: {
    name: 'a RerunPolicy',
    example: 'RerunPolicy.onChange()',
    accepts: (value) => isString((value as { name?: unknown } | null)?.name),
  },
  completion: {
    name: 'a Completion',
    example: 'Completion.single()',
    accepts: (value) => typeof (value as { perIndex?: unknown } | null)?.perIndex === 'boolean',
  },
  schedule: {
    name: 'a Schedule or a string',
    example: "Schedule.daily('03:30')",
    accepts: (value) =>
      isString(value) ||
      isString((value as { expressionString?: unknown } | null)?.expressionString),
  },
  env: {
    name: 'an object of strings and EnvValues',
    example: "{ LEVEL: '3' }",
    accepts: (value) =>
      isJsonObject(value) &&
      Object.values(value).every(
        (entry) => entry === undefined || isString(entry) || isEnvValue(entry),
      ),
  },
  resources: {
    name: 'an object by resource, with request and limit in each',
    example: '{ cpu: { limit: Cpu.units(1) } }',
    accepts: (value) =>
      typeof value === 'object' && value !== null && !('limits' in value || 'requests' in value),
  },
  podOverlay: {
    name: 'an object with fields of a PodSpec',
    example: "{ priorityClassName: 'batch' }",
    accepts: isJsonObject,
  },
};

/** Returns whether a value is an `EnvValue` of any version of cdk8s-plus, not a string or token. */
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

/** Returns the props whose values have the wrong type, each as `prop: must be …; got …`. */
export function propTypeErrors(props: object): string[] {
  return invalidProps(props).map(
    ([prop, value, { name, example }]) =>
      `${prop}: must be ${name}, such as ${example}; got ${described(value)}`,
  );
}

/** Returns the props without those of the wrong type, so that the others can be validated too. */
export function dropInvalidProps<Props extends object>(props: Props): Props {
  const names = invalidProps(props).map(([name]) => name);
  return names.length === 0
    ? props
    : (Object.fromEntries(
        Object.entries(props).filter(([name]) => !names.includes(name)),
      ) as Props);
}

function invalidProps(props: object): [prop: string, value: unknown, type: PropType][] {
  const found: [string, unknown, PropType][] = [];
  for (const prop in PROP_TYPES) {
    const value = (props as Readonly<Record<string, unknown>>)[prop];
    const type = PROP_TYPES[prop];
    if (value !== undefined && !type.accepts(value)) found.push([prop, value, type]);
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
