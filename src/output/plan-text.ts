import type { Paint } from './color';
import { pluralize, objectText, padVerb } from './phrases';
import { escapeInvisible } from './sanitize';
import type { Plan, PlanAction, PlannedObject } from '../deploy/commands/plan';
import type { Change } from '../deploy/plan/changes';
import type { Json } from '../kubernetes/json';

/** In the order in which they are counted. */
const ACTIONS: readonly PlanAction[] = [
  'create',
  'update',
  'replace',
  'conflict',
  'skip',
  'unchanged',
];

/** A plan as text: a line for each object, below it what would change, and at the end how many there are of each. */
export function planText({ objects, errors }: Plan, paint: Paint): string {
  const counted = ACTIONS.flatMap((action) => {
    const number = objects.filter((object) => object.action === action).length;
    return number === 0 ? [] : [`${number} ${action}`];
  });
  if (errors.length > 0) counted.push(`${errors.length} refused`);
  const total = `${pluralize(objects.length + errors.length, 'object')}${counted.length === 0 ? '' : `: ${counted.join(', ')}`}.`;
  return [...objects.flatMap((object) => objectLines(object, paint)), total, ''].join('\n');
}

function objectLines(object: PlannedObject, paint: Paint): string[] {
  const { action, reason, changes, conflicts, waitsFor, warnings } = object;
  const colours = {
    create: paint.green,
    update: paint.yellow,
    replace: paint.yellow,
    conflict: paint.red,
    skip: paint.dim,
    unchanged: paint.dim,
  };
  return [
    `${colours[action](padVerb(action))} ${objectText(object)}${reason === null ? '' : `: ${escapeInvisible(reason)}`}`,
    ...waitsFor.map((run) => `  after its run ${escapeInvisible(run)}, which is still active`),
    ...conflicts.map(
      ({ manager, field }) => `  ${escapeInvisible(field)} is owned by ${escapeInvisible(manager)}`,
    ),
    ...changes.flatMap((change) => changeLines(change, paint)),
    ...warnings.map((warning) => `  ${paint.yellow('warning:')} ${escapeInvisible(warning)}`),
  ];
}

function changeLines({ path, from, to }: Change, paint: Paint): string[] {
  return [
    ...(from === undefined ? [] : [paint.red(`  - ${escapeInvisible(path)}: ${valueText(from)}`)]),
    ...(to === undefined ? [] : [paint.green(`  + ${escapeInvisible(path)}: ${valueText(to)}`)]),
  ];
}

/** As JSON, so that a number and a text that looks like one differ. */
function valueText(value: Json): string {
  return escapeInvisible(JSON.stringify(value));
}
