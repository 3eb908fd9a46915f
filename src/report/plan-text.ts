import type { Paint } from './colour';
import { visible } from './harmless';
import { count, objectText, verb } from './words';
import type { Json } from '../batch/json';
import type { Change } from '../deploy/plan/changes';
import type { Plan, PlanAction, PlannedObject } from '../deploy/plan/plan';

/** In the order in which they are counted. */
const ACTIONS: readonly PlanAction[] = ['create', 'update', 'replace', 'conflict', 'skip', 'unchanged'];

/** A plan as text: a line for each object, below it what would change, and at the end how many there are of each. */
export function planText({ objects, errors }: Plan, paint: Paint): string {
  const counted = ACTIONS.flatMap((action) => {
    const number = objects.filter((object) => object.action === action).length;
    return number === 0 ? [] : [`${number} ${action}`];
  });
  if (errors.length > 0) counted.push(`${errors.length} refused`);
  const total = `${count(objects.length + errors.length, 'object')}${counted.length === 0 ? '' : `: ${counted.join(', ')}`}.`;
  return [...objects.flatMap((object) => objectLines(object, paint)), total, ''].join('\n');
}

function objectLines(object: PlannedObject, paint: Paint): string[] {
  const { action, because, changes, conflicts, awaits, warnings } = object;
  const colours = { create: paint.green, update: paint.yellow, replace: paint.yellow, conflict: paint.red, skip: paint.dim, unchanged: paint.dim };
  return [
    `${colours[action](verb(action))} ${objectText(object)}${because === null ? '' : `: ${visible(because)}`}`,
    ...awaits.map((run) => `  after its run ${visible(run)}, which is still active`),
    ...conflicts.map(({ manager, field }) => `  ${visible(field)} is owned by ${visible(manager)}`),
    ...changes.flatMap((change) => changeLines(change, paint)),
    ...warnings.map((warning) => `  ${paint.yellow('warning:')} ${visible(warning)}`),
  ];
}

function changeLines({ path, from, to }: Change, paint: Paint): string[] {
  return [
    ...from === undefined ? [] : [paint.red(`  - ${visible(path)}: ${valueText(from)}`)],
    ...to === undefined ? [] : [paint.green(`  + ${visible(path)}: ${valueText(to)}`)],
  ];
}

/** As JSON, so that a number and a text that looks like one differ. */
function valueText(value: Json): string {
  return visible(JSON.stringify(value));
}
