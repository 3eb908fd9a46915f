import { explainCronJob } from '../../src/explain/explain-cron-job';
import { explainJob } from '../../src/explain/explain-job';
import { colorsFor } from '../../src/output/colors';
import { explainText } from '../../src/output/explain-text';
import { jobOf } from '../explain/simulated-job';

const plain = colorsFor({ isTTY: false }, {});
const FROM = new Date('2027-03-27T00:00:00Z');
const cronJob = {
  kind: 'CronJob',
  namespace: 'shop',
  name: 'nightly',
  bounds: explainCronJob(
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: {
        schedule: '30 2 * * *',
        timeZone: 'Europe/Berlin',
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        jobTemplate: { spec: jobOf({ backoffLimit: 8, activeDeadlineSeconds: 3600 }).spec },
      },
    },
    FROM,
    3,
  ),
} as const;
const job = {
  kind: 'Job',
  namespace: null,
  name: 'fan-out',
  bounds: explainJob(
    jobOf({
      completions: 10,
      parallelism: 4,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 1,
      maxFailedIndexes: 1,
      ttlSecondsAfterFinished: 60,
      suspend: true,
      managedBy: 'example.com/queue',
    }),
  ),
} as const;
const restarting = {
  ...job,
  name: 'restarting',
  bounds: explainJob(
    jobOf({
      template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'a', image: 'a' }] } },
    }),
  ),
};

describe('explainText', () => {
  test('prints the runs and the bounds of each object', () => {
    expect(explainText([cronJob, job, restarting], plain, 100)).toMatchSnapshot();
  });

  test.each([40, 80, 120])('breaks lines between words to fit %d columns', (columns) => {
    const lines = explainText([cronJob, job, restarting], plain, columns).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
    const words = (text: string) => text.split(/\s+/).join(' ');
    expect(words(lines.join(' '))).toBe(words(explainText([cronJob, job, restarting], plain, 120)));
  });

  test('escapes control characters of the input', () => {
    const text = explainText([{ ...job, name: '\u001b[2J\u202e' }], plain, 80);
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  test('adds no information by colour', () => {
    const text = explainText([job], colorsFor({ isTTY: true }, {}), 80);
    // eslint-disable-next-line no-control-regex
    expect(text.replace(/\u001b\[\d+m/g, '')).toBe(explainText([job], plain, 80));
  });
});
