import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020, { ValidateFunction } from 'ajv/dist/2020';

export type SchemaName = 'report' | 'plan' | 'cleanup' | 'check' | 'explain';

const SCHEMAS = join(__dirname, '..', '..', 'schemas');
const validators = new Map<SchemaName, ValidateFunction>();

/** Returns the problems of a JSON document. Unlike in the published schema, no field may be added. */
export function problemsIn(name: SchemaName, json: string): string[] {
  const validate = validators.get(name) ?? compile(name);
  validators.set(name, validate);
  validate(JSON.parse(json));
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}

function compile(name: SchemaName): ValidateFunction {
  const text = readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8');
  const schema = JSON.parse(text, closeObject) as object;
  return new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
}

function closeObject(_key: string, value: unknown): unknown {
  const isStruct = typeof value === 'object' && value !== null && 'properties' in value;
  return isStruct ? { ...value, additionalProperties: false } : value;
}
