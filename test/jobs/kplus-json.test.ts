import * as kplus from 'cdk8s-plus-27';
import { kplusJson } from '../../src/jobs/kplus-json';
import { sortKeys } from '../../src/kubernetes/json';
import { fieldsOf, StructName, Type } from '../../src/kubernetes/schema/field';

type ToJson = (rendered: unknown) => any;
const generated = new Map(
  Object.entries(kplus.k8s).map(([name, value]) => [
    name.toLowerCase(),
    value as unknown as ToJson,
  ]),
);
const toJson = (struct: StructName): ToJson => generated.get(`tojson_${struct.toLowerCase()}`)!;

/** The fields that cdk8s-plus renders of a struct, by the names that it has for them: whatever its generated function asks for. */
function plusNames(struct: StructName): string[] {
  const asked = new Set<string>();
  toJson(struct)(new Proxy({}, { get: (_, name) => void asked.add(String(name)) }));
  return [...asked].filter((name) => name !== 'ephemeral'); // a kind of volume that no class of cdk8s-plus makes
}

/** A struct as cdk8s-plus has it, with something in every field. */
function full(struct: StructName): object {
  const fields = [...fieldsOf(struct).values()];
  return Object.fromEntries(
    plusNames(struct).map((name) => {
      const field = fields.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (!field) throw new Error(`the schema has no ${struct}.${name}`);
      return [name, something(field.type, name)];
    }),
  );
}

function something(type: Type, name: string): unknown {
  switch (type.kind) {
    case 'struct':
      return full(type.name);
    case 'list':
      return [something(type.of, name), something(type.of, name)];
    case 'map':
      return { a: something(type.of, name), b: something(type.of, name), c: undefined };
    case 'scalar':
      switch (type.name) {
        case 'Quantity':
          return kplus.k8s.Quantity.fromString('1Gi');
        case 'IntOrString':
          return kplus.k8s.IntOrString.fromNumber(80);
        default:
          return name;
      }
  }
}

test.each(['PodSpec', 'Probe'] as const)(
  'kplusJson renders a %s with all fields as the generated function of cdk8s-plus does',
  (struct) => {
    const json = toJson(struct)(full(struct));
    expect(JSON.stringify(json).length).toBeGreaterThan(500);
    expect(sortKeys(kplusJson(struct, full(struct)))).toEqual(sortKeys(json));
  },
);

test('kplusJson omits undefined fields of a PodSpec', () => {
  expect(kplusJson('PodSpec', { containers: [], hostname: undefined, volumes: undefined })).toEqual(
    { containers: [] },
  );
});

test('kplusJson omits unknown fields, as the generated functions of cdk8s-plus do', () => {
  const odd = { hostname: 'h', oddity: 1, securityContext: { odd: 1 } };
  expect(kplusJson('PodSpec', odd)).toEqual(toJson('PodSpec')(odd));
});
