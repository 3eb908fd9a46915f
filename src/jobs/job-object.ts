import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { dnsLabel } from '../batch/names';

/** The id by which cdk8s finds the object of a construct (`ApiObject.of(job)`). */
const ID = 'Resource';

/**
 * A Job as a raw API object: unlike generated classes, it keeps every field, in its spec and in patches, however new.
 * Without a given name it has cdk8s's own, made valid: cdk8s leaves in it what a Job's name may not have.
 */
export function jobObject(scope: Construct, metadata: ApiObjectMetadata, spec: unknown): ApiObject {
  const { name: given, ...rest } = metadata; // for cdk8s, a name that is undefined is a name
  const make = (name: { name?: string }) => new ApiObject(scope, ID, { apiVersion: 'batch/v1', kind: 'Job', metadata: { ...rest, ...name }, spec });
  if (given !== undefined) return make({ name: given });
  const object = make({});
  if (object.name === dnsLabel(object.name)) return object;
  scope.node.tryRemoveChild(ID);
  return make({ name: dnsLabel(object.name) });
}
