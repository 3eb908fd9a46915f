import { isTimeZone } from './time-zones';

/** When a CronJob runs, as its `spec.schedule` says. */
export type ParsedSchedule = FieldsSchedule | EverySchedule;

/** The five fields; each holds its values in ascending order. */
export interface FieldsSchedule {
  readonly kind: 'fields';
  readonly minute: ReadonlySet<number>;
  readonly hour: ReadonlySet<number>;
  readonly dayOfMonth: ReadonlySet<number>;
  readonly month: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly dayOfWeek: ReadonlySet<number>;
  /** One of the two day fields was a star, so a day has to match both. Otherwise, either will do. */
  readonly bothDays: boolean;
  /** The zone of a `TZ=` or `CRON_TZ=` prefix, where `Local` and nothing at all are taken too. */
  readonly timeZone?: string;
}

/** `@every`: a delay from one run to the next, at least a second. */
export interface EverySchedule {
  readonly kind: 'every';
  readonly seconds: number;
}

/** What is wrong with a schedule, so that its author can mend it. */
export interface ScheduleError {
  readonly kind: 'error';
  readonly message: string;
}

interface Field {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  /** The names of its values, beginning with that of `min`. */
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
const NEEDED = `five fields: ${FIELDS.map(({ title }) => title).join(', ')}`;

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** White space as Unicode has it. JavaScript's `\s` takes U+FEFF for one and leaves out U+0085. */
const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const BETWEEN = new RegExp(SPACE);
const AROUND = new RegExp(`^${SPACE}|${SPACE}$`, 'g');

const SECOND = 1_000_000_000n;
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
};
const TWO_TO_63 = 2n ** 63n;

const DAY_MS = 86_400_000;
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Only inside this file: a value that cannot be read ends the reading at once. */
class Refused extends Error {}

/** Reads a schedule as the server does. Source: robfig/cron v3.0.1, `ParseStandard`. */
export function parseSchedule(text: string): ParsedSchedule | ScheduleError {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof Refused) return { kind: 'error', message: error.message };
    throw error;
  }
}

/** Whether no run ever comes, as of the 30th of February or a list of nothing. The server takes such a schedule. */
export function neverFires(schedule: ParsedSchedule): boolean {
  if (schedule.kind === 'every') return false;
  const { minute, hour, dayOfMonth, month, dayOfWeek, bothDays } = schedule;
  if (minute.size === 0 || hour.size === 0 || month.size === 0) return true;
  const someDate = [...month].some((each) => Math.min(...dayOfMonth) <= LONGEST_MONTHS[each - 1]);
  const someWeekday = dayOfWeek.size > 0;
  return bothDays ? !(someDate && someWeekday) : !(someDate || someWeekday);
}

/**
 * The next runs after a moment, reckoned in UTC whatever time zone is written. As robfig/cron does, it looks no further
 * than five years from one to the next, so a 29th of February is not found across the year 2100.
 */
export function nextRuns(schedule: ParsedSchedule, after: Date, count: number): Date[] {
  const runs: Date[] = [];
  for (let last: Date | undefined = after; runs.length < count;) {
    last = nextRun(schedule, last);
    if (!last) break;
    runs.push(last);
  }
  return runs;
}

function nextRun(schedule: ParsedSchedule, after: Date): Date | undefined {
  const second = Math.floor(after.getTime() / 1000);
  if (schedule.kind === 'every') return existing((second + schedule.seconds) * 1000);
  const { minute, hour } = schedule;
  const from = (second + 1) * 1000;
  const lastYear = new Date(from).getUTCFullYear() + 5;
  for (
    let day = Math.floor(from / DAY_MS) * DAY_MS;
    new Date(day).getUTCFullYear() <= lastYear;
    day += DAY_MS
  ) {
    if (!runsOn(schedule, new Date(day))) continue;
    for (const eachHour of hour) {
      for (const eachMinute of minute) {
        const time = day + (eachHour * 60 + eachMinute) * 60_000;
        if (time >= from) return existing(time);
      }
    }
  }
  return undefined;
}

function runsOn({ dayOfMonth, month, dayOfWeek, bothDays }: FieldsSchedule, day: Date): boolean {
  if (!month.has(day.getUTCMonth() + 1)) return false;
  const date = dayOfMonth.has(day.getUTCDate());
  const weekday = dayOfWeek.has(day.getUTCDay());
  return bothDays ? date && weekday : date || weekday;
}

/** Dates end in the year 275760. */
function existing(time: number): Date | undefined {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function read(text: string): ParsedSchedule {
  if (text === '') throw new Refused(`the schedule is empty; it needs ${NEEDED}`);
  const prefix = /^(?:CRON_)?TZ=([^ ]*)( ?)/.exec(text);
  if (!prefix) return readRest(text);
  const [whole, timeZone, space] = prefix;
  if (space === '') throw new Refused(`"${whole}" needs a space and a schedule behind it`);
  if (timeZone !== '' && timeZone !== 'Local' && !isTimeZone(timeZone)) {
    throw new Refused(`"${timeZone}" is no time zone of the tz database`);
  }
  const schedule = readRest(text.slice(whole.length).replace(AROUND, ''));
  return schedule.kind === 'fields' ? { ...schedule, timeZone } : schedule;
}

function readRest(text: string): ParsedSchedule {
  if (text.startsWith('@every ')) {
    return { kind: 'every', seconds: everySeconds(text.slice('@every '.length)) };
  }
  if (text.startsWith('@')) {
    if (!Object.hasOwn(DESCRIPTORS, text)) throw new Refused(unknownDescriptor(text));
    return readRest(DESCRIPTORS[text]);
  }
  const fields = text.split(BETWEEN).filter((field) => field !== '');
  if (fields.length !== FIELDS.length) {
    const hint = fields[0]?.startsWith('@')
      ? '. A descriptor such as @daily has nothing before it'
      : '';
    throw new Refused(`the schedule needs ${NEEDED}; it has ${fields.length}${hint}`);
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = fields.map((field, index) =>
    readField(field, FIELDS[index]),
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
  return `"${text}" is no descriptor; these are, in lower case and with nothing behind them: ${known}`;
}

/** Parts of a second are dropped, and what is shorter than a second, or negative, is one. */
function everySeconds(text: string): number {
  return Math.max(1, Number(nanoseconds(text) / SECOND));
}

/** Go's `time.ParseDuration`. The sum is kept in 64 bits, where twice 2^63 is 0. */
function nanoseconds(text: string): bigint {
  const refuse = (why: string) =>
    new Refused(
      `@every "${text}": ${why}; a duration is numbers with units (${Object.keys(UNITS).join(', ')}), like 1h30m, of at most 292 years`,
    );
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  let rest = text.slice(sign.length);
  if (rest === '0') return 0n;
  if (rest === '') throw refuse('there is no number');
  let sum = 0n;
  while (rest !== '') {
    const [part, whole, fraction = '', unit] = /^(\d*)(?:\.(\d*))?([^\d.]*)/.exec(rest) ?? [''];
    if (whole + fraction === '') throw refuse(`"${rest}" does not begin with a number`);
    if (!Object.hasOwn(UNITS, unit)) {
      throw refuse(unit === '' ? `"${part}" has no unit` : `"${unit}" is no unit`);
    }
    // Go reckons fractions in floating point, and numbers here have the same precision.
    const { digits, scale } = readFraction(fraction);
    const amount =
      BigInt(whole) * UNITS[unit] + BigInt(Math.trunc(digits * (Number(UNITS[unit]) / scale)));
    sum = BigInt.asUintN(64, sum + amount);
    if (amount > TWO_TO_63 || sum > TWO_TO_63) throw refuse('it is too long');
    rest = rest.slice(part.length);
  }
  if (sign !== '-' && sum === TWO_TO_63) throw refuse('it is too long');
  return sign === '-' ? -sum : sum;
}

/** The digits behind the point, as many as 63 bits hold; the rest is dropped. */
function readFraction(text: string): { digits: number; scale: number } {
  let digits = 0n;
  let scale = 1;
  for (const digit of text) {
    const next = digits * 10n + BigInt(digit);
    if (next > TWO_TO_63) break;
    digits = next;
    scale *= 10;
  }
  return { digits: Number(digits), scale };
}

/** A list may have empty items, or nothing else: then the field has no values, and nobody complains. */
function readField(text: string, field: Field): { values: ReadonlySet<number>; star: boolean } {
  const ranges = text
    .split(',')
    .filter((item) => item !== '')
    .map((item) => readRange(item, field));
  const values = ranges
    .flatMap(({ start, end, step }) => stepsBetween(start, end, step))
    .sort((a, b) => a - b);
  return { values: new Set(values), star: ranges.some(({ star }) => star) };
}

function stepsBetween(start: number, end: number, step: number): number[] {
  return Array.from(
    { length: Math.floor((end - start) / step) + 1 },
    (_, index) => start + index * step,
  );
}

/** A range with a step. A step of more than 1 makes a star an ordinary range. */
function readRange(
  text: string,
  field: Field,
): { start: number; end: number; step: number; star: boolean } {
  const [range, stepText, ...moreSteps] = text.split('/');
  const [low, high, ...more] = range.split('-');
  const refuse = (why: string) => new Refused(`${field.title} "${text}": ${why}`);
  const star = low === '*' || low === '?'; // what follows a star, as in "*-9", is not looked at
  if (!star && more.length > 0) throw refuse('a range has one hyphen');
  if (moreSteps.length > 0) throw refuse('a range has one slash');
  const start = star ? field.min : readValue(low, field, refuse);
  const last = high === undefined ? start : star ? field.max : readValue(high, field, refuse);
  const step = stepText === undefined ? 1 : readInteger(stepText);
  // A single value with a step goes on to the end: "5/15" is "5-59/15".
  const end = star || (high === undefined && stepText !== undefined) ? field.max : last;
  if (step === undefined || step === 0) {
    throw refuse(`the step "${stepText}" is no number of at least 1`);
  }
  for (const value of [start, end]) {
    if (value < field.min || value > field.max) {
      throw refuse(
        `${value} is not in ${field.min}-${field.max}${field === DAY_OF_WEEK ? '; Sunday is 0' : ''}`,
      );
    }
  }
  if (start > end) throw refuse(`the range ends (${end}) before it begins (${start})`);
  return { start, end, step, star: star && step === 1 };
}

function readValue(
  text: string,
  { names, min, max }: Field,
  refuse: (why: string) => Refused,
): number {
  // Go's lower case of İ is a plain i, in JavaScript it is two characters.
  const index = names?.indexOf(text.replace(/İ/g, 'i').toLowerCase()) ?? -1;
  const value = index >= 0 ? index + min : readInteger(text);
  if (value === undefined) {
    throw refuse(
      `"${text}" is no number in ${min}-${max}${names ? ` or name, ${names[0]} to ${names[max - min]}` : ''}`,
    );
  }
  return value;
}

/** A decimal of 63 bits; a plus sign before it is allowed. */
function readInteger(text: string): number | undefined {
  return /^\+?\d+$/.test(text) && BigInt(text.replace('+', '')) < TWO_TO_63
    ? Number(text)
    : undefined;
}
