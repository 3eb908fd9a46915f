import {
  FieldTable,
  FILE_MODE,
  FORMAT,
  FORMAT_IF_SET,
  IDS,
  PORTS,
  RANGE,
  REQUIRED,
  SUPPORTED_VALUES,
} from './field-constraints';
import { rejected, Rule } from './rule';
import { isUserOrGroupId, isPort } from '../formats';
import type { StructName } from '../schema/field';
import { quote } from '../truncate';

/** Fields that each rule about values checks, by the id of the rule. */
export const FIELDS_BY_RULE: Readonly<Record<string, FieldTable<unknown>>> = {
  'value/required': REQUIRED,
  'value/not-supported': SUPPORTED_VALUES,
  'value/out-of-range': RANGE,
  'value/name-format': FORMAT,
  'value/name-format-if-set': FORMAT_IF_SET,
  'value/user-or-group': IDS,
  'value/port': PORTS,
};

/**
 * Required fields, enumerations, ranges and formats.
 * @see `pkg/apis/core/validation/validation.go`
 */
export const valueRules: Rule[] = [
  fieldRule(
    REQUIRED,
    {
      id: 'value/required',
      message: 'is required',
      fix: 'set the field',
    },
    (value) =>
      value === undefined ||
      value === '' ||
      value === 0 ||
      (Array.isArray(value) && value.length === 0),
  ),
  fieldRule(
    SUPPORTED_VALUES,
    {
      id: 'value/not-supported',
      message: 'must be one of the supported values',
      fix: 'use one of the supported values, in exactly that spelling',
    },
    (value, supported) =>
      value !== undefined &&
      !supported.includes(value as string) &&
      `unsupported value ${quote(value)}; use one of ${supported.filter(Boolean).join(', ')}`,
  ),
  fieldRule(
    RANGE,
    {
      id: 'value/out-of-range',
      message: 'must be in the supported range',
      fix: 'use a number in that range',
    },
    (value, [min, max]) =>
      typeof value === 'number' &&
      (value < min || value > max) &&
      `must be ${formatRange(min, max)}, not ${value}`,
  ),
  fieldRule(
    FORMAT,
    {
      id: 'value/name-format',
      message: 'must have the format of the name that it refers to',
      fix: 'use the exact name of the object',
    },
    (value, [isValid, description]) =>
      typeof value === 'string' &&
      value !== '' &&
      !isValid(value) &&
      `${quote(value)} is not ${description}`,
  ),
  fieldRule(
    FORMAT_IF_SET,
    {
      id: 'value/name-format-if-set',
      message: 'must have the format of the name that it refers to, and cannot be empty',
      fix: 'use the exact name of the object, or remove the field',
    },
    (value, [isValid, description]) =>
      typeof value === 'string' && !isValid(value) && `${quote(value)} is not ${description}`,
  ),
  rejected({
    id: 'value/user-or-group',
    on: Object.keys(IDS) as ('SecurityContext' | 'PodSecurityContext')[],
    message: 'the id of a user or group must be a number from 0 to 2147483647',
    fix: 'use a number in that range',
    check: (value, node, report) => {
      for (const field of Object.keys(IDS[node.struct]!)) {
        const id = (value as Record<string, number | readonly number[] | undefined>)[field];
        if (typeof id === 'number' && !isUserOrGroupId(id)) report(node.at(field as never));
        if (Array.isArray(id)) {
          (id as readonly number[]).forEach((item, i) => {
            if (!isUserOrGroupId(item)) report(node.at(field as never).index(i));
          });
        }
      }
    },
  }),
  fieldRule(
    PORTS,
    {
      id: 'value/port',
      message: 'a port must be a number from 1 to 65535',
      fix: 'use a number in that range',
    },
    (value) => typeof value === 'number' && value !== 0 && !isPort(value),
  ),
];

function formatRange(min: number, max: number): string {
  if (max === Infinity) return `at least ${min}`;
  const range = `from ${min} to ${max}`;
  return max === FILE_MODE[1] ? `${range} (octal 0777; JSON has no octal numbers)` : range;
}

/**
 * Creates one rule for all fields of a table.
 * @param violates returns whether a value violates the constraint of its field, or a message
 */
function fieldRule<Constraint>(
  table: FieldTable<Constraint>,
  rule: Omit<Rule, 'severity' | 'on' | 'check'>,
  violates: (value: unknown, constraint: Constraint) => string | boolean,
): Rule {
  const constraintsOf = new Map(
    Object.entries(table).map(([struct, fields]) => [
      struct as StructName,
      Object.entries(fields as Record<string, Constraint>),
    ]),
  );
  return rejected({
    ...rule,
    on: [...constraintsOf.keys()],
    check: (value, node, report) => {
      for (const [field, constraint] of constraintsOf.get(node.struct)!) {
        const violation = violates((value as Record<string, unknown>)[field], constraint);
        if (violation === false) continue;
        report(node.at(field as never), violation === true ? undefined : violation);
      }
    },
  });
}
