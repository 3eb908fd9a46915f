import { JsonObject } from '../kubernetes/json';
import { Field, fieldsOf, StructName, Type } from '../kubernetes/schema/field';

/**
 * What cdk8s-plus renders as the JSON of a struct: without what is undefined, numbers and quantities out of their wrappers, and fields
 * spelled as in a manifest. The generated `toJson_…` functions of cdk8s-plus give the same, and copy each object once for each field of it.
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

const known = new Map<StructName, Map<string, Field | undefined>>();

/** A field by the name that it has in cdk8s-plus, where `hostIP` is `hostIp`, and `setHostnameAsFQDN` is `setHostnameAsFqdn`. */
function fieldOf(struct: StructName, key: string): Field | undefined {
  let fields = known.get(struct);
  if (!fields) known.set(struct, (fields = new Map()));
  if (!fields.has(key)) {
    fields.set(
      key,
      [...fieldsOf(struct).values()].find(({ name }) => name.toLowerCase() === key.toLowerCase()),
    );
  }
  return fields.get(key);
}
