import { isJsonObject, Json } from '../../kubernetes/json';
import { CRON_JOBS, EVENTS, JOBS, NAMESPACES, PODS, SECRETS } from '../store/known-types';
import { qualifiedResource, ResourceType } from '../store/resource-type';
import { badRequest } from '../store/status-error';
import type { StoredObject } from '../store/stored-object';

const EVERY_KIND = ['metadata.name', 'metadata.namespace'];
/** The fields that the API server can select by, besides name and namespace. */
const FIELDS = new Map([
  [
    qualifiedResource(PODS),
    [
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'status.phase',
      'status.podIP',
      'status.nominatedNodeName',
    ],
  ],
  [qualifiedResource(JOBS), ['status.successful']],
  [qualifiedResource(CRON_JOBS), []],
  [qualifiedResource(NAMESPACES), ['status.phase']],
  [qualifiedResource(SECRETS), ['type']],
  [
    qualifiedResource(EVENTS),
    [
      'involvedObject.kind',
      'involvedObject.namespace',
      'involvedObject.name',
      'involvedObject.uid',
      'involvedObject.apiVersion',
      'involvedObject.resourceVersion',
      'involvedObject.fieldPath',
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
  ],
]);

/**
 * Parses the parameter `fieldSelector`, e.g. `status.phase!=Running`.
 *
 * @returns a function that reports whether an object matches
 * @throws StatusError BadRequest, also for a field that the API server cannot select by
 */
export function parseFieldSelector(
  type: ResourceType,
  text: string,
): (object: StoredObject) => boolean {
  const known = [...EVERY_KIND, ...(FIELDS.get(qualifiedResource(type)) ?? [])];
  const terms = text.split(',').filter((term) => term !== '');
  const requirements = terms.map((term) => {
    const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(term);
    if (!match) throw badRequest(`invalid field selector: ${JSON.stringify(term)}`);
    const [, field, operator, value] = match;
    if (!known.includes(field)) {
      throw badRequest(
        `field label not supported: ${JSON.stringify(field)}; supported: ${known.join(', ')}`,
      );
    }
    return { steps: field.split('.'), equal: operator !== '!=', value };
  });
  return (object) =>
    requirements.every(({ steps, equal, value }) => (fieldAt(object, steps) === value) === equal);
}

function fieldAt(object: StoredObject, steps: readonly string[]): string {
  if (steps[0] === 'source') return sourceOf(object);
  let value: Json | undefined = object;
  for (const step of steps) value = isJsonObject(value) ? value[step] : undefined;
  return value === undefined || value === null ? '' : String(value);
}

function sourceOf({ source, reportingComponent }: StoredObject): string {
  const { component } = isJsonObject(source) ? source : { component: undefined };
  return String(component ?? reportingComponent ?? '');
}
