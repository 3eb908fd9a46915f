/** A step in a field of a schedule that does not divide the range of the field. */
export interface UnevenStep {
  /** The field, such as "*\/45". */
  readonly text: string;
  /** What the field counts, in the plural. */
  readonly unit: string;
  /** What the step starts again with. */
  readonly range: string;
  /** The values that match. */
  readonly values: readonly number[];
}

/** Months differ in length, so no step of days divides them. */
const FIELDS = [
  { unit: 'minutes', range: 'hour', min: 0, size: 60 },
  { unit: 'hours', range: 'day', min: 0, size: 24 },
  undefined,
  { unit: 'months', range: 'year', min: 1, size: 12 },
  { unit: 'days', range: 'week', min: 0, size: 7 },
];

/** Returns the steps over a whole field that do not divide it, in a valid schedule. */
export function unevenSteps(schedule: string): UnevenStep[] {
  const texts = schedule
    .replace(/^(CRON_)?TZ=\S*/, '')
    .trim()
    .split(/\s+/);
  if (texts.length !== FIELDS.length) return [];
  return texts.flatMap((text, i) => {
    const field = FIELDS[i];
    const [, range, digits] = /^([^/,]+)\/\+?(\d+)$/.exec(text) ?? [];
    if (field === undefined || digits === undefined) return [];
    const { unit, min, size } = field;
    const whole = ['*', '?', `${min}`, `${min}-${min + size - 1}`];
    const step = Number(digits);
    if (!whole.includes(range) || size % step === 0) return [];
    const count = Math.ceil(size / step);
    const values = Array.from({ length: count }, (_, index) => min + index * step);
    return [{ text, unit, range: field.range, values }];
  });
}
