import { parseGoDuration, SECOND_NANOSECONDS } from './go-duration';
import { isTimeZone } from './time-zones';

/** A parsed `spec.schedule` of a CronJob. */
export type ParsedSchedule = FieldsSchedule | EverySchedule;

/** A schedule of five fields. Each has its values in ascending order. */
export interface FieldsSchedule {
  readonly kind: 'fields';
  readonly minute: ReadonlySet<number>;
  readonly hour: ReadonlySet<number>;
  readonly dayOfMonth: ReadonlySet<number>;
  readonly month: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly dayOfWeek: ReadonlySet<number>;
  /** Whether a day must match both day fields, since one is a star, or only one of them. */
  readonly bothDays: boolean;
  /** The time zone of a `TZ=` or `CRON_TZ=` prefix, which can also be `Local` or empty. */
  readonly timeZone?: string;
}

/** A schedule `@every <duration>`. */
export interface EverySchedule {
  readonly kind: 'every';
  /** Seconds between two runs, at least 1. */
  readonly seconds: number;
}

/** A schedule that the API server rejects. */
export interface ScheduleError {
  readonly kind: 'error';
  readonly message: string;
}

interface Field {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values, in the order of the values from `min`. */
  readonly names?: readonly string[];
}

const MINUTE: Field = { title: 'minute', min: 0, max: 59 };
const HOUR: Field = { title: 'hour', min: 0, max: 23 };
const DAY_OF_MONTH: Field = { title: 'day of month', min: 1, max: 31 };
const MONTH: Field = {
  title: 'month',
  min: 1,
  max: 12,
  names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};
const DAY_OF_WEEK: Field = {
  title: 'day of week',
  min: 0,
  max: 6,
  names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};
const FIELDS = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK];
const FIELD_LIST = `five fields: ${FIELDS.map(({ title }) => title).join(', ')}`;

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * White space of Unicode. The `\s` of JavaScript has U+FEFF in addition and does not have U+0085.
 */
const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const SEPARATOR = new RegExp(SPACE);
const SURROUNDING = new RegExp(`^${SPACE}|${SPACE}$`, 'g');

/** Thrown in this file only: ends the parsing of a schedule. */
class InvalidSchedule extends Error {}

/** Parses a schedule as the API server does. Source: robfig/cron v3.0.1, `ParseStandard`. */
export function parseSchedule(text: string): ParsedSchedule | ScheduleError {
  try {
    return parseWithTimeZone(text);
  } catch (error) {
    if (error instanceof InvalidSchedule) return { kind: 'error', message: error.message };
    throw error;
  }
}

function parseWithTimeZone(text: string): ParsedSchedule {
  if (text === '') throw new InvalidSchedule(`the schedule is empty; it must have ${FIELD_LIST}`);
  const prefix = /^(?:CRON_)?TZ=([^ ]*)( ?)/.exec(text);
  if (!prefix) return parseWithoutTimeZone(text);
  const [whole, timeZone, space] = prefix;
  if (space === '') throw new InvalidSchedule(`"${whole}" must be followed by a schedule`);
  if (timeZone !== '' && timeZone !== 'Local' && !isTimeZone(timeZone)) {
    throw new InvalidSchedule(`unknown time zone "${timeZone}"`);
  }
  const schedule = parseWithoutTimeZone(text.slice(whole.length).replace(SURROUNDING, ''));
  return schedule.kind === 'fields' ? { ...schedule, timeZone } : schedule;
}

function parseWithoutTimeZone(text: string): ParsedSchedule {
  if (text.startsWith('@every ')) {
    return { kind: 'every', seconds: everySeconds(text.slice('@every '.length)) };
  }
  if (text.startsWith('@')) {
    if (!Object.hasOwn(DESCRIPTORS, text)) throw new InvalidSchedule(unknownDescriptor(text));
    return parseWithoutTimeZone(DESCRIPTORS[text]);
  }
  const fields = text.split(SEPARATOR).filter((field) => field !== '');
  if (fields.length !== FIELDS.length) {
    const hint = fields[0]?.startsWith('@')
      ? '; a descriptor such as @daily must not have white space before it'
      : '';
    throw new InvalidSchedule(
      `the schedule must have ${FIELD_LIST}; it has ${fields.length}${hint}`,
    );
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields.map((field, index) =>
    parseField(field, FIELDS[index]),
  );
  return {
    kind: 'fields',
    minute: minute.values,
    hour: hour.values,
    dayOfMonth: dayOfMonth.values,
    month: month.values,
    dayOfWeek: dayOfWeek.values,
    bothDays: dayOfMonth.star || dayOfWeek.star,
  };
}

function unknownDescriptor(text: string): string {
  const known = [...Object.keys(DESCRIPTORS), '@every <duration>'].join(', ');
  return `unknown descriptor "${text}"; it must be one of ${known}, with nothing after it`;
}

/** Drops fractions of a second. A duration under a second, or a negative one, becomes a second. */
function everySeconds(text: string): number {
  const duration = parseGoDuration(text);
  if (typeof duration === 'string') throw new InvalidSchedule(`@every ${duration}`);
  return Math.max(1, Number(duration / SECOND_NANOSECONDS));
}

/** Parses a list of ranges. Empty items are allowed, so the field can have no values. */
function parseField(text: string, field: Field): { values: ReadonlySet<number>; star: boolean } {
  const ranges = text
    .split(',')
    .filter((item) => item !== '')
    .map((item) => parseRange(item, field));
  const values = ranges
    .flatMap(({ start, end, step }) => steps(start, end, step))
    .sort((a, b) => a - b);
  return { values: new Set(values), star: ranges.some(({ star }) => star) };
}

function steps(start: number, end: number, step: number): number[] {
  const length = Math.floor((end - start) / step) + 1;
  return Array.from({ length }, (_, index) => start + index * step);
}

/** Parses a range with an optional step. A star with a step over 1 is an ordinary range. */
function parseRange(
  text: string,
  field: Field,
): { start: number; end: number; step: number; star: boolean } {
  const [range, stepText, ...moreSteps] = text.split('/');
  const [low, high, ...more] = range.split('-');
  const error = (reason: string) => new InvalidSchedule(`${field.title} "${text}": ${reason}`);
  const star = low === '*' || low === '?'; // the rest of a range such as "*-9" is ignored
  if (!star && more.length > 0) throw error('a range has one hyphen');
  if (moreSteps.length > 0) throw error('a range has one slash');
  const start = star ? field.min : parseValue(low, field, error);
  const last = high === undefined ? start : star ? field.max : parseValue(high, field, error);
  const step = stepText === undefined ? 1 : parseInteger(stepText);
  // A single value with a step ends at the maximum: "5/15" means "5-59/15".
  const end = star || (high === undefined && stepText !== undefined) ? field.max : last;
  if (step === undefined || step === 0) {
    throw error(`the step "${stepText}" must be a number greater than 0`);
  }
  for (const value of [start, end]) {
    if (value < field.min || value > field.max) {
      const hint = field === DAY_OF_WEEK ? '; Sunday is 0' : '';
      throw error(`${value} is not in ${field.min}-${field.max}${hint}`);
    }
  }
  if (start > end) throw error(`the end of the range (${end}) is before its start (${start})`);
  return { start, end, step, star: star && step === 1 };
}

function parseValue(
  text: string,
  { names, min, max }: Field,
  error: (reason: string) => InvalidSchedule,
): number {
  // The lower case of İ is "i" in Go; in JavaScript it has two characters.
  const index = names?.indexOf(text.replace(/İ/g, 'i').toLowerCase()) ?? -1;
  const value = index >= 0 ? index + min : parseInteger(text);
  if (value === undefined) {
    const orName = names ? ` or a name from ${names[0]} to ${names[max - min]}` : '';
    throw error(`"${text}" must be a number in ${min}-${max}${orName}`);
  }
  return value;
}

/** Parses a decimal integer that fits into 63 bits. It can have a plus sign. */
function parseInteger(text: string): number | undefined {
  return /^\+?\d+$/.test(text) && BigInt(text.replace('+', '')) < 2n ** 63n
    ? Number(text)
    : undefined;
}
