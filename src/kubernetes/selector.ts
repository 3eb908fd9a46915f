import { isLabelValue, isQualifiedName } from './formats';
import type { Struct } from './schema/field';

/** Whether a selector selects labels; undefined where it is no selector that could be asked. */
export function selects(
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
  if (!requirements.every(isRequirement)) return undefined;
  return requirements.every(({ key, operator, values }) => {
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
  });
}

function isRequirement({
  key,
  operator,
  values,
}: {
  key: string;
  operator: string;
  values: readonly string[];
}): boolean {
  const valued = operator === 'In' || operator === 'NotIn';
  const bare = operator === 'Exists' || operator === 'DoesNotExist';
  return (
    isQualifiedName(key) &&
    values.every(isLabelValue) &&
    (valued ? values.length > 0 : bare && values.length === 0)
  );
}
