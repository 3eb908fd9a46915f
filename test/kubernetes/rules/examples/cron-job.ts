import { Examples, on } from '../example';
import { changed, cronJob, jobOfCronJob, MINIMAL_CRON_JOB } from '../manifests';

export const cronJobExamples: Examples = {
  'cron-job/selector-generated': {
    bad: [
      jobOfCronJob({ selector: { matchLabels: { app: 'shop' } } }),
      jobOfCronJob({ manualSelector: true }),
    ],
    good: [MINIMAL_CRON_JOB, jobOfCronJob({ manualSelector: false })],
  },
  'cron-job/schedule': {
    bad: [
      cronJob({ schedule: '0 30 6 * * 1-5' }),
      cronJob({ schedule: '61 * * * *' }),
      cronJob({ schedule: '@reboot' }),
      cronJob({ schedule: '@every day' }),
      cronJob({ schedule: '0 6 * * 7' }),
      cronJob({ schedule: '0 6 * *', jobTemplate: { spec: { activeDeadlineSeconds: 600 } } }),
    ],
    good: [
      cronJob({ schedule: '30 6 * * 1-5' }),
      cronJob({ schedule: '@daily' }),
      cronJob({ schedule: '@every 1h30m' }),
      cronJob({ schedule: '0 6 1 JAN SUN' }),
    ],
  },
  'cron-job/schedule-without-zone': {
    bad: [
      cronJob({ schedule: 'TZ=Europe/Vienna 30 6 * * *' }),
      cronJob({ schedule: 'CRON_TZ=Europe/Vienna 30 6 * * *' }),
      changed(MINIMAL_CRON_JOB, { spec: { schedule: 'TZ=Europe/Vienna 30 6 * * *' } }),
      changed(cronJob({ schedule: 'TZ=Europe/Vienna 30 6 * * *' }), {
        spec: { timeZone: 'Europe/Vienna' },
      }),
      on(29, cronJob({ schedule: 'TZ=Europe/Vienna 30 6 * * *' })),
    ],
    good: [
      cronJob({ schedule: '30 6 * * *', timeZone: 'Europe/Vienna' }),
      changed(cronJob({ schedule: 'TZ=Europe/Vienna 30 6 * * *' }), { spec: { suspend: true } }),
      on(28, cronJob({ schedule: 'TZ=Europe/Vienna 30 6 * * *' })),
    ],
  },
  'cron-job/time-zone': {
    bad: [
      cronJob({ timeZone: 'europe/vienna' }),
      cronJob({ timeZone: 'Mars/Olympus' }),
      cronJob({ timeZone: '' }),
      cronJob({ timeZone: 'Local' }),
      changed(MINIMAL_CRON_JOB, { spec: { timeZone: 'Mars/Olympus' } }),
    ],
    good: [
      cronJob({ timeZone: 'Europe/Vienna' }),
      cronJob({ timeZone: 'Etc/UTC' }),
      changed(cronJob({ timeZone: 'Mars/Olympus' }), { spec: { suspend: true } }),
    ],
  },
};
