import { Json, JsonObject, objectIn, objectsIn } from '../../kubernetes/json';
import {
  CRON_JOBS,
  EVENTS,
  JOBS,
  NAMESPACES,
  PODS,
  CONFIG_MAPS,
  SECRETS,
} from '../store/known-types';
import type { ResourceType } from '../store/resource-type';
import type { StoredObject } from '../store/stored-object';
import { toMilliseconds } from '../timestamps';
import { formatAge } from './age';

interface Column {
  readonly name: string;
  readonly type?: 'string' | 'integer';
  /** 1 is shown with `-o wide` only. @default 0 */
  readonly priority?: 0 | 1;
  readonly cell: (object: StoredObject, now: number) => Json;
}

const specOf = ({ spec }: StoredObject) => objectIn(spec);
const statusOf = ({ status }: StoredObject) => objectIn(status);
const ageOf = (time: Json | undefined, now: number) =>
  typeof time === 'string' ? formatAge(now - toMilliseconds(time)) : '<unknown>';

const NAME: Column = { name: 'Name', cell: ({ metadata }) => metadata.name };
const AGE: Column = {
  name: 'Age',
  cell: ({ metadata }, now) => ageOf(metadata.creationTimestamp, now),
};
const DATA: Column = {
  name: 'Data',
  type: 'integer',
  cell: ({ data, binaryData }) =>
    Object.keys(objectIn(data)).length + Object.keys(objectIn(binaryData)).length,
};
const wide = (name: string, cell: Column['cell']): Column => ({ name, priority: 1, cell });
const containersOf = (spec: JsonObject) =>
  objectsIn(objectIn(objectIn(spec.template).spec).containers);
const list = (values: readonly (Json | undefined)[]) => values.map(String).join(',');
const CONTAINERS = wide('Containers', (object) =>
  list(containersOf(jobSpec(object)).map(({ name }) => name)),
);
const IMAGES = wide('Images', (object) =>
  list(containersOf(jobSpec(object)).map(({ image }) => image)),
);

/** The columns that API servers print of the kinds that this library is about. */
const COLUMNS = new Map<ResourceType, readonly Column[]>([
  [
    JOBS,
    [
      NAME,
      { name: 'Status', cell: jobStatus },
      { name: 'Completions', cell: completions },
      { name: 'Duration', cell: duration },
      AGE,
      CONTAINERS,
      IMAGES,
      wide('Selector', (job) => selectorText(objectIn(specOf(job).selector))),
    ],
  ],
  [
    CRON_JOBS,
    [
      NAME,
      { name: 'Schedule', cell: (object) => specOf(object).schedule ?? '' },
      { name: 'Timezone', cell: (object) => specOf(object).timeZone ?? '<none>' },
      {
        name: 'Suspend',
        cell: (object) => (specOf(object).suspend === true ? 'True' : 'False'),
      },
      {
        name: 'Active',
        type: 'integer',
        cell: (object) => objectsIn(statusOf(object).active).length,
      },
      {
        name: 'Last Schedule',
        cell: (object, now) => {
          const { lastScheduleTime } = statusOf(object);
          return lastScheduleTime ? ageOf(lastScheduleTime, now) : '<none>';
        },
      },
      AGE,
      CONTAINERS,
      IMAGES,
      wide('Selector', (cronJob) => selectorText(objectIn(jobSpec(cronJob).selector))),
    ],
  ],
  [
    PODS,
    [
      NAME,
      { name: 'Ready', cell: podReady },
      { name: 'Status', cell: podStatus },
      { name: 'Restarts', cell: podRestarts },
      AGE,
      wide('IP', (pod) => statusOf(pod).podIP ?? '<none>'),
      wide('Node', (pod) => specOf(pod).nodeName ?? '<none>'),
      wide('Nominated Node', (pod) => statusOf(pod).nominatedNodeName ?? '<none>'),
      wide('Readiness Gates', () => '<none>'),
    ],
  ],
  [NAMESPACES, [NAME, { name: 'Status', cell: (object) => statusOf(object).phase ?? '' }, AGE]],
  [CONFIG_MAPS, [NAME, DATA, AGE]],
  [SECRETS, [NAME, { name: 'Type', cell: ({ type }) => type ?? '' }, DATA, AGE]],
  [
    EVENTS,
    [
      {
        name: 'Last Seen',
        cell: (event, now) =>
          ageOf(event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp, now),
      },
      { name: 'Type', cell: ({ type }) => type ?? '' },
      { name: 'Reason', cell: ({ reason }) => reason ?? '' },
      {
        name: 'Object',
        cell: ({ involvedObject }) => {
          const { kind, name } = objectIn(involvedObject);
          return `${String(kind).toLowerCase()}/${String(name)}`;
        },
      },
      { name: 'Message', cell: ({ message }) => String(message ?? '').trim() },
    ],
  ],
]);

/** Of other kinds. */
const DEFAULT_COLUMNS: readonly Column[] = [NAME, AGE];

/**
 * Returns objects as a table, as kubectl requests them.
 *
 * @param includeObject how much of each object a row has
 */
export function toTable(
  type: ResourceType,
  objects: readonly StoredObject[],
  metadata: object,
  includeObject: string | undefined,
  now: number,
): object {
  const columns = COLUMNS.get(type) ?? DEFAULT_COLUMNS;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(({ name, type: of = 'string', priority = 0 }) => ({
      name,
      type: of,
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority,
    })),
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, now)),
      object: rowObject(object, includeObject),
    })),
  };
}

function rowObject(object: StoredObject, includeObject = 'Metadata'): JsonObject | undefined {
  if (includeObject === 'None') return undefined;
  if (includeObject === 'Object') return object;
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  };
}

function jobSpec({ kind, spec }: StoredObject): JsonObject {
  return kind === 'CronJob' ? objectIn(objectIn(objectIn(spec).jobTemplate).spec) : objectIn(spec);
}

function hasCondition(job: StoredObject, wanted: string): boolean {
  return objectsIn(statusOf(job).conditions).some(
    ({ type, status }) => type === wanted && status === 'True',
  );
}

function jobStatus(job: StoredObject): string {
  if (hasCondition(job, 'Complete')) return 'Complete';
  if (hasCondition(job, 'Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (hasCondition(job, 'Suspended')) return 'Suspended';
  if (hasCondition(job, 'FailureTarget')) return 'FailureTarget';
  if (hasCondition(job, 'SuccessCriteriaMet')) return 'SuccessCriteriaMet';
  return 'Running';
}

function completions(job: StoredObject): string {
  const { completions: wanted, parallelism } = specOf(job);
  const succeeded = Number(statusOf(job).succeeded ?? 0);
  if (wanted !== undefined) return `${succeeded}/${String(wanted)}`;
  return Number(parallelism) > 1 ? `${succeeded}/1 of ${String(parallelism)}` : `${succeeded}/1`;
}

function duration(job: StoredObject, now: number): string {
  const { startTime, completionTime } = statusOf(job);
  if (typeof startTime !== 'string') return '';
  const end = typeof completionTime === 'string' ? toMilliseconds(completionTime) : now;
  return formatAge(end - toMilliseconds(startTime));
}

function selectorText({ matchLabels }: JsonObject): string {
  const pairs = Object.entries(objectIn(matchLabels)).map(
    ([key, value]) => `${key}=${String(value)}`,
  );
  return pairs.length > 0 ? pairs.join(',') : '<none>';
}

function podReady(pod: StoredObject): string {
  const ready = objectsIn(statusOf(pod).containerStatuses).filter((each) => each.ready === true);
  return `${ready.length}/${objectsIn(specOf(pod).containers).length}`;
}

function podRestarts(pod: StoredObject): string {
  const counts = objectsIn(statusOf(pod).containerStatuses).map(({ restartCount }) =>
    Number(restartCount ?? 0),
  );
  return String(counts.reduce((sum, count) => sum + count, 0));
}

/** The reason of the phase, or of a container that waits or has ended. */
function podStatus(pod: StoredObject): string {
  const { phase, reason, containerStatuses } = statusOf(pod);
  if (pod.metadata.deletionTimestamp !== undefined) return 'Terminating';
  if (typeof reason === 'string' && reason !== '') return reason;
  let shown = String(phase ?? 'Unknown');
  for (const status of [...objectsIn(containerStatuses)].reverse()) {
    const { waiting, terminated } = objectIn(status.state);
    const why = objectIn(waiting).reason ?? objectIn(terminated).reason;
    if (typeof why === 'string' && why !== '') shown = why;
    else if (terminated !== undefined) shown = `ExitCode:${String(objectIn(terminated).exitCode)}`;
  }
  return shown;
}
