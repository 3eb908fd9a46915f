import type { Colors } from './colors';
import { objectText, padVerb, pluralize } from './phrases';
import { escapeInvisible } from './sanitize';
import type { Plan, PlanAction, PlannedObject } from '../deploy/commands/plan';
import type { Change } from '../deploy/plan/changes';
import type { Json } from '../kubernetes/json';

/** The colour of each action, in the order in which the actions are counted. */
const ACTION_COLORS = {
  create: 'green',
  update: 'yellow',
  replace: 'yellow',
  conflict: 'red',
  skip: 'dim',
  unchanged: 'dim',
} as const satisfies Record<PlanAction, keyof Colors>;

/** Formats a plan: a line for each object with its changes below, then the total. */
export function planText({ warnings, objects, errors }: Plan, colors: Colors): string {
  const counts = Object.keys(ACTION_COLORS).flatMap((action) => {
    const count = objects.filter((object) => object.action === action).length;
    return count === 0 ? [] : [`${count} ${action}`];
  });
  const rejected = errors.filter(({ object }) => object !== null).length;
  if (rejected > 0) counts.push(`${rejected} rejected`);
  const total = pluralize(objects.length + rejected, 'object');
  return [
    ...objects.flatMap((object) => objectLines(object, colors)),
    ...warnings.map((warning) => `${colors.yellow('warning:')} ${escapeInvisible(warning)}`),
    counts.length === 0 ? `${total}.` : `${total}: ${counts.join(', ')}.`,
    '',
  ].join('\n');
}

function objectLines(object: PlannedObject, colors: Colors): string[] {
  const { action, reason, changes, conflicts, waitsFor, warnings } = object;
  const verb = colors[ACTION_COLORS[action]](padVerb(action));
  const why = reason === null ? '' : `: ${escapeInvisible(reason)}`;
  return [
    `${verb} ${objectText(object)}${why}`,
    ...waitsFor.map((run) => `  waits for its run ${escapeInvisible(run)}, which is still active`),
    ...conflicts.map(
      ({ manager, field }) =>
        `  ${escapeInvisible(field)} is owned by field manager ${escapeInvisible(manager)}`,
    ),
    ...changes.flatMap((change) => changeLines(change, colors)),
    ...warnings.map((warning) => `  ${colors.yellow('warning:')} ${escapeInvisible(warning)}`),
  ];
}

function changeLines({ path, from, to }: Change, colors: Colors): string[] {
  const field = escapeInvisible(path);
  return [
    ...(from === undefined ? [] : [colors.red(`  - ${field}: ${valueText(from)}`)]),
    ...(to === undefined ? [] : [colors.green(`  + ${field}: ${valueText(to)}`)]),
  ];
}

/** As JSON, which keeps a number apart from a string of digits. */
function valueText(value: Json): string {
  return escapeInvisible(JSON.stringify(value));
}
