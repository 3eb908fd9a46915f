import { isLabelValue, isQualifiedName } from './formats';
import type { Struct } from './schema/field';

/**
 * Reports whether a label selector matches labels.
 *
 * @returns undefined if the selector is invalid
 */
export function selectorMatches(
  { matchLabels = {}, matchExpressions = [] }: Struct<'LabelSelector'>,
  labels: Readonly<Record<string, string>>,
): boolean | undefined {
  const requirements = [
    ...Object.entries(matchLabels).map(([key, value]) => ({
      key,
      operator: 'In',
      values: [value],
    })),
    ...matchExpressions.map(({ key = '', operator = '', values = [] }) => ({
      key,
      operator,
      values,
    })),
  ];
  if (!requirements.every(isValidRequirement)) return undefined;
  return requirements.every((requirement) => meetsRequirement(requirement, labels));
}

/** A requirement of a label selector, with all its fields. */
export interface LabelRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  readonly values: readonly string[];
}

/** Reports whether labels meet a valid requirement. */
export function meetsRequirement(
  { key, operator, values }: LabelRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value: string | undefined = labels[key];
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

function isValidRequirement({ key, operator, values }: LabelRequirement): boolean {
  const takesValues = operator === 'In' || operator === 'NotIn';
  const takesNone = operator === 'Exists' || operator === 'DoesNotExist';
  return (
    isQualifiedName(key) &&
    values.every(isLabelValue) &&
    (takesValues ? values.length > 0 : takesNone && values.length === 0)
  );
}
