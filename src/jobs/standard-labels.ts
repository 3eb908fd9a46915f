import { Lazy } from 'cdk8s';
import type { JobObject } from './job-object';
import { ID_LABEL } from '../kubernetes/metadata-keys';
import { labelValue } from '../kubernetes/names';
import { JobDefaults } from '../policy/job-defaults';

type Labels = Readonly<Record<string, string>>;

/**
 * The recommended labels of Kubernetes. Values that the Job or its chart sets apply to its Pods
 * too. No value changes from deploy to deploy.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
const STANDARD: Readonly<Record<string, (job: JobObject) => string>> = {
  'app.kubernetes.io/name': ({ stem }) => labelValue(stem),
  'app.kubernetes.io/managed-by': () => 'cdk8s-jobs',
};

/**
 * Returns the labels of the Job itself, among them the label that identifies its runs. They are
 * rendered late, since the defaults of the Job may change until synth.
 */
export function standardJobLabels(job: () => JobObject, written: Labels = {}): Labels {
  const late = (
    label: string,
    value: (object: JobObject) => string,
    isWritten: (object: JobObject) => boolean,
  ) =>
    Lazy.any({
      produce: () =>
        written[label] ??
        job().chart.labels[label] ??
        (isWritten(job()) ? value(job()) : undefined),
    }) as string;
  const hasStandardLabels = (object: JobObject) => JobDefaults.of(object).standardLabels;
  return {
    ...Object.fromEntries(
      Object.entries(STANDARD).map(([label, value]) => [
        label,
        late(label, value, hasStandardLabels),
      ]),
    ),
    [ID_LABEL]: late(
      ID_LABEL,
      ({ stable }) => labelValue(stable),
      (object) => object.isIdentified,
    ),
  };
}

/** Returns the labels of the Pods of the Job. */
export function standardPodLabels(job: JobObject, written: Labels = {}): Labels {
  if (!JobDefaults.of(job).standardLabels) return {};
  const chart = job.chart.labels;
  return Object.fromEntries(
    Object.entries(STANDARD).map(([label, value]) => [
      label,
      written[label] ?? chart[label] ?? value(job),
    ]),
  );
}
