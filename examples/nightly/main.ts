import { App, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Completion, Schedule, ScheduledJob } from 'cdk8s-jobs';

/** Runs a report for each shop, every night at 03:30 in Berlin. */
export class Nightly extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new ScheduledJob(this, 'reports', {
      metadata: { name: 'reports' },
      schedule: Schedule.daily('03:30'),
      timeZone: 'Europe/Berlin',
      startingDeadline: Duration.hours(2), // a run that would start later than this is skipped
      activeDeadline: Duration.hours(1),
      image: 'busybox:1.36',
      command: ['sh', '-ec', 'echo "report of $(cat "$JOB_ITEM")"'],
      completion: Completion.indexed({ items: ['berlin', 'hamburg'], parallelism: 2 }),
    });
  }
}

export function app(): App {
  const it = new App();
  new Nightly(it, 'nightly');
  return it;
}

if (require.main === module) app().synth();
