import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ScheduledJob, SimpleJob } from '../../src';
import { synthCronJobs, synthJob, synthJobs } from '../../src/testing';

const image = 'i';

/** Two charts: `first` with a Job, a CronJob and a group, `second` with a Job of cdk8s-plus. */
function appWithTwoCharts(): App {
  const app = new App();
  const first = new Chart(app, 'first');
  new SimpleJob(first, 'migrate', { image });
  new ScheduledJob(first, 'nightly', { metadata: { name: 'nightly' }, image, schedule: '@daily' });
  new kplus.ConfigMap(first, 'config');
  new SimpleJob(new Construct(first, 'group'), 'report', { image });
  new kplus.Job(new Chart(app, 'second'), 'backup', {
    metadata: { name: 'backup-job' },
    containers: [{ image }],
  });
  return app;
}

function messageOf(synth: () => unknown): string {
  try {
    synth();
  } catch (error) {
    return (error as Error).message.replace(/-[0-9a-z]{8}\b/g, '-<hash>');
  }
  return '';
}

describe('synthJobs', () => {
  test('returns the Jobs of all charts of an app, also those of other libraries', () => {
    expect(synthJobs(appWithTwoCharts()).map(({ metadata }) => metadata.name)).toEqual([
      expect.stringMatching(/^first-migrate-/),
      expect.stringMatching(/^first-group-report-/),
      'backup-job',
    ]);
  });

  test.each([
    ['chart', 'first', ['first-migrate-<hash>', 'first-group-report-<hash>']],
    ['construct in a chart', 'first/group', ['first-group-report-<hash>']],
    ['Job', 'first/migrate', ['first-migrate-<hash>']],
    ['chart with a Job of another library', 'second', ['backup-job']],
  ])('returns only the Jobs of the scope when that is a %s', (_, path, names) => {
    const scope = path
      .split('/')
      .reduce<Construct>(
        (construct, id) => construct.node.findChild(id) as Construct,
        appWithTwoCharts(),
      );
    expect(
      synthJobs(scope).map(({ metadata }) => metadata.name.replace(/-[0-9a-z]{8}$/, '-<hash>')),
    ).toEqual(names);
  });
});

test('synthCronJobs returns the CronJobs and no other object', () => {
  expect(synthCronJobs(appWithTwoCharts()).map(({ kind, spec }) => [kind, spec.schedule])).toEqual([
    ['CronJob', '@daily'],
  ]);
});

describe('synthJob', () => {
  test.each([
    ['construct id of a Job with a generated name', 'migrate', /^first-migrate-/],
    ['construct id in a group', 'report', /^first-group-report-/],
    ['construct id of a Job of another library', 'backup', /^backup-job$/],
    ['name', 'backup-job', /^backup-job$/],
  ])('finds a Job by its %s', (_, idOrName, name) => {
    expect(synthJob(appWithTwoCharts(), idOrName).metadata.name).toMatch(name);
  });

  test('lists the Jobs of the scope when no Job matches', () => {
    expect(messageOf(() => synthJob(appWithTwoCharts(), 'nightly'))).toMatchInlineSnapshot(`
     "no Job has the id or name "nightly"; the Jobs in this scope are:
       first/migrate (name: first-migrate-<hash>)
       first/group/report (name: first-group-report-<hash>)
       second/backup (name: backup-job)"
    `);
    expect(messageOf(() => synthJob(new App(), 'nightly'))).toMatchInlineSnapshot(
      `"no Job has the id or name "nightly"; the Jobs in this scope are: none"`,
    );
  });

  test('lists the matching Jobs when several have the id', () => {
    const app = appWithTwoCharts();
    new SimpleJob(new Chart(app, 'third'), 'migrate', { image });
    expect(messageOf(() => synthJob(app, 'migrate'))).toMatchInlineSnapshot(`
     "2 Jobs have the id or name "migrate"; pass a smaller scope, or another name:
       first/migrate (name: first-migrate-<hash>)
       third/migrate (name: third-migrate-<hash>)"
    `);
  });
});
