import type { ApiObjectMetadataDefinition } from 'cdk8s';
import type { Construct } from 'constructs';
import { plainJson } from './plain-json';
import { appOf } from './synthesis';
import { isJsonObject, JsonObject } from '../kubernetes/json';

/** What cdk8s keeps of metadata, and lets nobody read but by rendering it. */
interface Kept {
  readonly annotations: JsonObject;
  readonly labels: JsonObject;
  readonly namespace?: string;
  readonly finalizers: readonly unknown[];
  readonly ownerReferences: readonly unknown[];
  readonly _additionalAttributes: object;
}

/** Of what else metadata may have, only cdk8s knows how it is rendered. */
const USUAL = ['annotations', 'labels', 'name', 'namespace'];

/** What cdk8s makes of metadata, but for the name, which is not asked for; undefined where `plainJson` is, or where there is more in it than usual. */
export function plainMetadata(
  scope: Construct,
  metadata: ApiObjectMetadataDefinition,
  name?: string,
): JsonObject | undefined {
  const app = appOf(scope);
  const {
    annotations,
    labels,
    namespace,
    finalizers,
    ownerReferences,
    _additionalAttributes: given,
  } = metadata as unknown as Kept;
  if (
    finalizers.length > 0 ||
    ownerReferences.length > 0 ||
    !Object.keys(given).every((field) => USUAL.includes(field))
  ) {
    return undefined;
  }
  const plain = app && plainJson(app, { annotations, labels, name, namespace });
  return (
    plain &&
    Object.fromEntries(
      Object.entries(plain).filter(
        ([, value]) => !isJsonObject(value) || Object.keys(value).length > 0,
      ),
    )
  );
}
