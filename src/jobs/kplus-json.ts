import { JsonObject } from '../kubernetes/json';
import { Field, fieldsOf, StructName, Type } from '../kubernetes/schema/field';

/**
 * Returns a struct that cdk8s-plus rendered as JSON: without undefined fields, with unwrapped
 * numbers and quantities, and with the field names of a manifest. The generated `toJson_…`
 * functions of cdk8s-plus return the same, but copy each object once for each of its fields.
 */
export function kplusJson(struct: StructName, rendered: object): JsonObject {
  const json: Record<string, JsonObject[string]> = {};
  for (const [key, value] of Object.entries(rendered)) {
    const field = value === undefined || value === null ? undefined : fieldOf(struct, key);
    if (field) json[field.name] = jsonOf(field.type, value);
  }
  return json;
}

function jsonOf(type: Type, value: any): JsonObject[string] {
  switch (type.kind) {
    case 'struct':
      return kplusJson(type.name, value);
    case 'list':
      return type.of.kind === 'scalar'
        ? value
        : value.map((item: unknown) => jsonOf(type.of, item));
    case 'map':
      return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, jsonOf(type.of, entry)]),
      );
    case 'scalar':
      return type.name === 'Quantity' || type.name === 'IntOrString' ? value?.value : value;
  }
}

const lowerCaseFields = new Map<StructName, ReadonlyMap<string, Field>>();

/**
 * Returns a field by its name in cdk8s-plus, which writes `hostIp` for `hostIP` and
 * `setHostnameAsFqdn` for `setHostnameAsFQDN`.
 */
function fieldOf(struct: StructName, key: string): Field | undefined {
  return fieldsOf(struct).get(key) ?? lowerCaseFieldsOf(struct).get(key.toLowerCase());
}

function lowerCaseFieldsOf(struct: StructName): ReadonlyMap<string, Field> {
  let fields = lowerCaseFields.get(struct);
  if (!fields) {
    fields = new Map([...fieldsOf(struct)].map(([name, field]) => [name.toLowerCase(), field]));
    lowerCaseFields.set(struct, fields);
  }
  return fields;
}
