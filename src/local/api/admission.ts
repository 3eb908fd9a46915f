import { isJsonObject, Json, JsonObject, objectIn } from '../../kubernetes/json';
import { RULES } from '../../kubernetes/rules';
import { check, checkUpdate } from '../../kubernetes/rules/check';
import type { Finding } from '../../kubernetes/rules/finding';
import type { Struct } from '../../kubernetes/schema/field';
import { applyDefaults } from '../../kubernetes/server/apply-defaults';
import { decode, DecodeProblem } from '../../kubernetes/server/decode';
import { marshal } from '../../kubernetes/server/marshal';
import { pruneDisabledFields } from '../../kubernetes/server/prune-disabled-fields';
import { quote } from '../../kubernetes/truncate';
import { CUSTOM_RESOURCE_DEFINITIONS, NAMESPACES, PODS, SECRETS } from '../store/known-types';
import { qualifiedResource, ResourceType } from '../store/resource-type';
import { badRequest, invalid, InvalidField } from '../store/status-error';

/** What happens to fields that a kind does not have: the parameter `fieldValidation`. */
export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

export interface Admitted {
  readonly object: JsonObject;
  readonly warnings: readonly string[];
}

const WARNING_RULES = new Set(RULES.filter(({ serverWarns }) => serverWarns).map(({ id }) => id));

export function isBatchKind(
  type: ResourceType,
): type is ResourceType & { readonly kind: 'Job' | 'CronJob' } {
  const { group, version, kind } = type;
  return group === 'batch' && version === 'v1' && (kind === 'Job' || kind === 'CronJob');
}

/**
 * Decodes an object and adds the defaults of its kind. Only of Jobs, CronJobs and Pods are the
 * fields known; other kinds are stored as they are.
 *
 * @throws StatusError BadRequest if the object cannot be decoded
 */
export function decodeObject(
  type: ResourceType,
  json: JsonObject,
  minor: number,
  fieldValidation: FieldValidation,
): Admitted {
  if (isBatchKind(type)) {
    const { kind } = type;
    const { value, problems } = decode(kind, json, minor);
    const warnings = undecodable(type, problems, fieldValidation);
    const { pruned } = pruneDisabledFields(kind, applyDefaults(kind, value, minor), minor);
    const { apiVersion } = json;
    const object = { apiVersion, kind, ...marshal(kind, pruned, minor), status: json.status };
    return { object, warnings };
  }
  switch (qualifiedResource(type)) {
    case qualifiedResource(PODS): {
      const { value, problems } = decode('PodSpec', objectIn(json.spec), minor);
      const warnings = undecodable(type, problems, fieldValidation);
      return { object: { ...json, spec: podSpec(value, minor) }, warnings };
    }
    case qualifiedResource(SECRETS):
      return { object: secret(json), warnings: [] };
    case qualifiedResource(NAMESPACES):
      return { object: namespace(json), warnings: [] };
    case qualifiedResource(CUSTOM_RESOURCE_DEFINITIONS):
      return { object: customResourceDefinition(json), warnings: [] };
    default:
      return { object: json, warnings: [] };
  }
}

/**
 * Validates a Job or CronJob as the API server does.
 *
 * @param old the stored object that an update replaces
 * @returns the warnings of the API server
 * @throws StatusError Invalid
 */
export function validateObject(
  type: ResourceType,
  object: JsonObject,
  minor: number,
  old?: JsonObject,
): readonly string[] {
  if (!isBatchKind(type)) return [];
  const findings = (old ? checkUpdate(old, object, { minor }) : check(object, { minor })) ?? [];
  const errors = findings.filter(
    ({ severity, rule }) => severity === 'rejected' && !rule.startsWith('manifest/'),
  );
  if (errors.length > 0) {
    const { name } = objectIn(object.metadata);
    throw invalid(
      type,
      String(name ?? ''),
      errors.map((finding) => invalidField(finding, object)),
    );
  }
  return findings
    .filter(({ rule }) => WARNING_RULES.has(rule))
    .map(({ field, message }) => `${field}: ${message}`);
}

/** Returns the warnings for fields that do not exist. @throws StatusError BadRequest */
function undecodable(
  { version, kind }: ResourceType,
  problems: readonly DecodeProblem[],
  fieldValidation: FieldValidation,
): readonly string[] {
  const cannot = `${kind} in version "${version}" cannot be handled as a ${kind}`;
  const wrong = problems.find(({ kind: problem }) => problem !== 'unknown-field');
  if (wrong) {
    throw badRequest(`${cannot}: cannot decode ${wrong.path.toString()}: ${wrong.message}`);
  }
  const unknown = problems.map(({ path }) => `unknown field ${JSON.stringify(path.toString())}`);
  if (unknown.length === 0 || fieldValidation === 'Ignore') return [];
  if (fieldValidation === 'Strict') {
    throw badRequest(`${cannot}: strict decoding error: ${unknown.join(', ')}`);
  }
  return unknown;
}

function invalidField({ rule, field, message, path }: Finding, object: JsonObject): InvalidField {
  let value: Json | undefined = object;
  for (const step of path) value = (value as { [step: string]: Json } | undefined)?.[step];
  const isEmpty = value === undefined || value === null || value === '';
  if (isEmpty && !rule.startsWith('update/')) {
    return { reason: 'FieldValueRequired', field, message: `Required value: ${message}` };
  }
  const shown = value === undefined ? 'null' : quote(value);
  // Clients recognize an immutable field by the end of the message.
  const why = rule.startsWith('update/') ? 'field is immutable' : message;
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${shown}: ${why}` };
}

function podSpec(written: Struct<'PodSpec'>, minor: number): JsonObject {
  const spec = applyDefaults('PodSpec', written, minor);
  const whole = { ...spec, enableServiceLinks: spec.enableServiceLinks ?? true };
  return marshal('PodSpec', whole, minor);
}

function secret({ stringData, ...json }: JsonObject): JsonObject {
  const encoded = Object.entries(objectIn(stringData)).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString('base64'),
  ]);
  const data = { ...objectIn(json.data), ...Object.fromEntries(encoded) };
  const hasData = json.data !== undefined || encoded.length > 0;
  return { ...json, type: json.type ?? 'Opaque', ...(hasData && { data }) };
}

function namespace(json: JsonObject): JsonObject {
  const metadata = objectIn(json.metadata);
  const labels = { ...objectIn(metadata.labels), 'kubernetes.io/metadata.name': metadata.name };
  return {
    ...json,
    metadata: { ...metadata, labels },
    spec: { finalizers: ['kubernetes'], ...objectIn(json.spec) },
    status: { phase: 'Active', ...objectIn(json.status) },
  };
}

/** Kinds are served as soon as they are defined. */
function customResourceDefinition(json: JsonObject): JsonObject {
  const { names, versions } = objectIn(json.spec);
  const condition = (type: string, reason: string) => ({ type, status: 'True', reason });
  const storedVersions = (Array.isArray(versions) ? versions : [])
    .filter((version: Json) => isJsonObject(version) && version.storage === true)
    .map((version: JsonObject) => version.name!);
  const status = {
    conditions: [
      condition('NamesAccepted', 'NoConflicts'),
      condition('Established', 'InitialNamesAccepted'),
    ],
    acceptedNames: names,
    storedVersions,
  };
  return { ...json, status };
}
