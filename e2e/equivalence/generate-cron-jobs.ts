import fc from 'fast-check';
import type { CronRun, CronScenario } from './cron-scenario';
import { isDeepEqual } from '../../src/kubernetes/deep-equal';
import type { JsonObject } from '../../src/kubernetes/json';

/** Returns the scenarios of a seed: the same ones each time. */
export function cronScenarios(seed: number, count: number): CronScenario[] {
  return fc
    .sample(scenario, { seed, numRuns: count })
    .map((generated, i) => ({ ...generated, id: `s${seed}n${i}` }));
}

/** How often a schedule runs decides how long Jobs and pauses are. */
interface Pace {
  readonly schedules: readonly string[];
  readonly seconds: number;
}

/**
 * No schedule has two runs in a minute: their Jobs have one name, at which the controller of Kubernetes
 * fails; how often it tries again depends on its queue, which the oracle lacks.
 */
const PACES: readonly Pace[] = [
  { schedules: ['* * * * *', '*/2 * * * *', '@every 90s', '*/5 * * * *'], seconds: 60 },
  { schedules: ['0 * * * *', '30 */2 * * *', '15,20,50 * * * *', '@hourly'], seconds: 3_600 },
  {
    schedules: ['30 2 * * *', '0 0 * * *', '@daily', '15 1,3 * * *', '0 6-18/4 * * 1-5'],
    seconds: 86_400,
  },
  { schedules: ['0 0 31 2 *', '0 0 29 2 *', '0 0 1 1 *'], seconds: 86_400 },
  { schedules: ['TZ=Asia/Tokyo 0 9 * * *', 'CRON_TZ=UTC */10 * * * *'], seconds: 3_600 },
];
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Etc/UTC',
];
/** Days around which clocks change, and others. */
const DAYS = ['2030-01-01', '2030-03-30', '2030-10-26', '2030-11-02', '2031-02-27', '2030-06-15'];
const PERIODS = 12;

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>, freq = 2) =>
  fc.option(arbitrary, { nil: undefined, freq });
const upTo = (max: number, min = 0) => fc.integer({ min, max });

function specOf(pace: Pace) {
  return fc.record({
    schedule: fc.constantFrom(...pace.schedules),
    timeZone: maybe(fc.constantFrom(...ZONES), 1),
    concurrencyPolicy: maybe(fc.constantFrom('Allow', 'Forbid', 'Replace'), 6),
    startingDeadlineSeconds: maybe(fc.oneof(upTo(12), upTo(pace.seconds * 4, 10)), 1),
    suspend: maybe(fc.boolean(), 1),
    successfulJobsHistoryLimit: maybe(upTo(3), 2),
    failedJobsHistoryLimit: maybe(upTo(2), 2),
  });
}

function changeOf(pace: Pace): fc.Arbitrary<object> {
  return fc.oneof(
    fc.record({ suspend: fc.boolean() }),
    fc.record({ schedule: fc.constantFrom(...pace.schedules) }),
    fc.record({ timeZone: fc.constantFrom(...ZONES, null) }),
    fc.record({ concurrencyPolicy: fc.constantFrom('Allow', 'Forbid', 'Replace') }),
    fc.record({ successfulJobsHistoryLimit: upTo(2) }),
    fc.record({ startingDeadlineSeconds: fc.oneof(upTo(pace.seconds * 3), fc.constant(null)) }),
    fc.record({ schedule: fc.constantFrom(...pace.schedules), suspend: fc.boolean() }),
  );
}

const scenario: fc.Arbitrary<CronScenario> = fc
  .constantFrom(...PACES)
  .chain((pace) => {
    const total = pace.seconds * PERIODS;
    const duration = fc.oneof(upTo(Math.ceil(pace.seconds / 2)), upTo(pace.seconds * 4));
    const run: fc.Arbitrary<CronRun> = fc.record({
      seconds: fc.oneof(duration, fc.constant(pace.seconds)),
      fails: fc.constantFrom(false, false, true),
    });
    return fc.record({
      spec: specOf(pace),
      day: fc.constantFrom(...DAYS),
      second: upTo(86_399),
      runs: fc.array(run, { minLength: 1, maxLength: 4 }),
      changes: fc.uniqueArray(fc.record({ at: upTo(total, 1), spec: changeOf(pace) }), {
        maxLength: 3,
        selector: ({ at }) => at,
      }),
      // Sometimes longer than a hundred runs.
      pause: maybe(
        fc.record({ away: upTo(total), length: fc.oneof(upTo(total, 1), upTo(total * 15, 1)) }),
        2,
      ),
      total: fc.constant(total),
    });
  })
  .map(({ spec, day, second, runs, changes, pause, total }) => {
    const away = pause?.away ?? -1;
    const back = pause ? away + pause.length : -1;
    return {
      id: '',
      cronJob: { spec: { ...defined(spec), jobTemplate: TEMPLATE } },
      created: new Date(Date.parse(day) + second * 1000).toISOString(),
      runs,
      patches: effective(defined(spec), changes),
      away,
      back,
      until: Math.max(total, back + total / 3),
    };
  });

const TEMPLATE: JsonObject = {
  metadata: { labels: { app: 'nightly' }, annotations: { note: 'kept' } },
  spec: {
    template: {
      spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'busybox' }] },
    },
  },
};

const DEFAULTS: JsonObject = {
  concurrencyPolicy: 'Allow',
  suspend: false,
  successfulJobsHistoryLimit: 3,
  failedJobsHistoryLimit: 1,
  timeZone: null,
  startingDeadlineSeconds: null,
};

/** An API server stores no change that changes nothing, so the controller does not see it. */
function effective(
  spec: JsonObject,
  changes: readonly { readonly at: number; readonly spec: object }[],
): CronScenario['patches'] {
  let state: JsonObject = { ...DEFAULTS, ...spec };
  return [...changes]
    .sort((one, other) => one.at - other.at)
    .flatMap(({ at, spec: change }) => {
      const next = { ...state, ...change } as JsonObject;
      if (isDeepEqual(next, state)) return [];
      state = next;
      return [{ at, spec: change as JsonObject }];
    });
}

function defined(spec: object): JsonObject {
  return JSON.parse(JSON.stringify(spec)) as JsonObject;
}
