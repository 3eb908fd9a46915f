import type { JsonObject } from '../../../src/kubernetes/json';
import { mergePatch } from '../../../src/kubernetes/merge';
import { check } from '../../../src/kubernetes/rules/check';
import {
  container,
  cronJob,
  cronJobManifest,
  env,
  job,
  jobOfCronJob,
  metadata,
  MINIMAL_CRON_JOB,
  pod,
} from '../rules/manifests';

/** Returns what to do about the field that has a finding. */
const fixes = (manifest: JsonObject) => check(manifest, { minor: 35 })!.map(({ fix }) => fix);
const POD = 'spec.template.spec';

describe('the fix for an unknown field', () => {
  test.each<[string, JsonObject, string]>([
    [
      'a field of the Job, in a CronJob',
      cronJob({ backoffLimit: 3 }),
      'move it to spec.jobTemplate.spec.backoffLimit',
    ],
    [
      'a field of the CronJob, in its Job',
      jobOfCronJob({ concurrencyPolicy: 'Forbid' }),
      'move it to spec.concurrencyPolicy',
    ],
    [
      'a field of the Pod, in the Job',
      job({ restartPolicy: 'Never' }),
      `move it to ${POD}.restartPolicy`,
    ],
    [
      'a field of the Job, in the Pod',
      pod({ ttlSecondsAfterFinished: 5 }),
      'move it to spec.ttlSecondsAfterFinished',
    ],
    [
      'a field of the Pod, in a container',
      container({ nodeSelector: { a: 'b' } }),
      `move it to ${POD}.nodeSelector`,
    ],
    ['a field of a container, in the Pod', pod({ env: [] }), `move it to ${POD}.containers[*].env`],
    [
      'a field of the spec, in the object',
      mergePatch(MINIMAL_CRON_JOB, { timeZone: 'Etc/UTC' }),
      'move it to spec.timeZone',
    ],
    ['the name, in the spec', job({ name: 'report' }), 'move it to metadata.name'],
    [
      'the security of a container, in the Pod',
      pod({ privileged: true }),
      `move it to ${POD}.containers[*].securityContext.privileged`,
    ],
    [
      'limits, in a container',
      container({ limits: { cpu: 1 } }),
      `move it to ${POD}.containers[0].resources.limits`,
    ],
    [
      'an amount, in resources',
      container({ resources: { cpu: '100m' } }),
      `move it to ${POD}.containers[0].resources.limits[cpu] or ${POD}.containers[0].resources.requests[cpu]`,
    ],
    [
      'an annotation without indentation',
      { ...MINIMAL_CRON_JOB, metadata: { name: 'a', annotations: null, 'checksum/config': 'a' } },
      'move it to metadata.annotations[checksum/config]',
    ],
    [
      'a label without indentation',
      metadata({ app: 'shop' }),
      'move it to metadata.labels[app] or metadata.annotations[app]',
    ],
    [
      'a label among labels of a selector',
      job({ selector: { app: 'shop' } }),
      'move it to spec.selector.matchLabels[app]',
    ],
    [
      'a key of a Secret, in a variable',
      env({ name: 'A', key: 'a' }),
      `move it to ${POD}.containers[0].env[0].valueFrom.configMapKeyRef.key or ${POD}.containers[0].env[0].valueFrom.secretKeyRef.key or ${POD}.containers[0].env[0].valueFrom.fileKeyRef.key`,
    ],
  ])('moves %s', (_, manifest, fix) => {
    expect(fixes(manifest)).toEqual([fix]);
  });

  test('is the only finding, although the field is missing at its place', () => {
    expect(fixes(pod({ image: 'busybox:1', containers: [{ name: 'main' }] }))).toEqual([
      `move it to ${POD}.containers[*].image`,
    ]);
    expect(
      fixes(job({ restartPolicy: 'Never', template: { spec: { restartPolicy: null } } })),
    ).toEqual([`move it to ${POD}.restartPolicy`]);
  });

  test('renames a field whose name is almost right', () => {
    expect(fixes(job({ backofLimit: 3 }))).toEqual(['rename it to backoffLimit']);
  });

  test('moves no field to a struct that does not accept its value', () => {
    expect(fixes(cronJob({ backoffLimit: 'three' }))).toEqual([
      'correct the name, or remove the field',
    ]);
  });

  test('is general for a name that no struct has', () => {
    expect(fixes(cronJobManifest({ spec: { frequency: 1 } }))).toEqual([
      'correct the name, or remove the field',
    ]);
  });
});

describe('the fix for a wrong type', () => {
  test.each<[string, JsonObject, string]>([
    ['a number as a string', env({ name: 'A', value: 8080 }), 'write it in quotes: "8080"'],
    ['a string as a number', job({ backoffLimit: '3' }), 'write the number without quotes: 3'],
    [
      'a word as a number',
      job({ backoffLimit: 'x' }),
      'write a whole number in this range, without quotes',
    ],
    ['a string as a boolean', job({ suspend: 'yes' }), 'write true or false, without quotes'],
    ['a string as a list', container({ command: 'ls' }), 'write a list of strings: ["ls"]'],
    [
      'a mapping as a list',
      container({ env: { A: 'b' } }),
      'write a list: start each item with "- "',
    ],
    [
      'a string as an object',
      container({ resources: 'small' }),
      'write its fields below it, one "name: value" on each line',
    ],
  ])('fits %s', (_, manifest, fix) => {
    expect(fixes(manifest)).toEqual([fix]);
  });
});
