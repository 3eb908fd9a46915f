import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CronResult, CronScenario } from './cron-scenario';
import { runEmbeddedCronJob } from './embedded-cron-job';
import { cronScenarios } from './generate-cron-jobs';
import { askOracle, buildOracle } from './oracle';
import type { JsonObject } from '../../src/kubernetes/json';
import { toMilliseconds } from '../../src/local/timestamps';

const SCENARIOS = Number(process.env.EQUIVALENCE_SCENARIOS ?? 1_000);
/** Reasons of the events of the controller that scenarios without faults of the API reach. */
const REASONS = [
  'InvalidSchedule',
  'JobAlreadyActive',
  'SawCompletedJob',
  'SuccessfulCreate',
  'SuccessfulDelete',
  'TooManyMissedTimes',
  'UnsupportedSchedule',
];

let oracle: string;
beforeAll(async () => {
  oracle = await buildOracle();
}, 60 * 60_000);

/** The controller of Kubernetes looks at finished Jobs in an order that is chance. */
function logOf({ log }: CronResult): string[] {
  const groups: string[][] = [];
  for (const line of log) {
    const time = line.slice(0, line.indexOf(' '));
    const last = groups.at(-1);
    const isSameTurn = last?.[0].startsWith(`${time} event Normal SawCompletedJob`);
    if (isSameTurn && line.includes('SawCompletedJob')) last!.push(line);
    else groups.push([line]);
  }
  return groups.flatMap((group) => group.sort());
}

/** What of a status does not depend on uids and versions, with times in whole seconds. */
function statusOf({ status = {} }: Partial<CronResult>): object {
  const { active, lastScheduleTime, lastSuccessfulTime } = status;
  const seconds = (time: unknown) =>
    typeof time === 'string' ? Math.floor(toMilliseconds(time) / 1000) : undefined;
  return {
    active: ((active as JsonObject[] | undefined) ?? []).map(
      ({ apiVersion, kind, name, namespace }) => {
        return { apiVersion, kind, name, namespace };
      },
    ),
    lastScheduleTime: seconds(lastScheduleTime),
    lastSuccessfulTime: seconds(lastSuccessfulTime),
  };
}

function difference(found: CronResult, expected: CronResult): string | undefined {
  const [log, expectedLog] = [logOf(found), logOf(expected)];
  const line = expectedLog.findIndex((each, i) => each !== log[i]);
  if (line >= 0 || log.length > expectedLog.length) {
    const at = line >= 0 ? line : expectedLog.length;
    return `"${log[at]}" instead of "${expectedLog[at]}"`;
  }
  const [status, expectedStatus] = [statusOf(found), statusOf(expected)];
  return isDeepStrictEqual(status, expectedStatus)
    ? undefined
    : `${JSON.stringify(status)} instead of ${JSON.stringify(expectedStatus)}`;
}

test('generated CronJobs start, replace and delete Jobs as with the controller of Kubernetes', () => {
  const seed = Number(process.env.EQUIVALENCE_SEED ?? randomInt(2 ** 31));
  const generated = cronScenarios(seed, SCENARIOS);
  const found = generated.map(runEmbeddedCronJob);
  const log = found.flatMap((result) => result.log);
  expect(REASONS.filter((reason) => !log.some((line) => line.includes(reason)))).toEqual([]);
  const expected = askOracle<CronScenario, CronResult>(oracle, ['-mode=cron-jobs'], generated);
  const differing = generated.flatMap((scenario, i) => {
    const text = difference(found[i], expected[i]);
    return text ? [`seed ${seed}: ${text} in ${JSON.stringify(scenario)}`] : [];
  });
  expect(differing).toEqual([]);
});
