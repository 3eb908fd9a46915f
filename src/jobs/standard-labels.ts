import { Lazy } from 'cdk8s';
import type { JobObject } from './job-object';
import { ID_LABEL } from '../kubernetes/metadata-keys';
import { labelValue } from '../kubernetes/names';
import { JobDefaults } from '../policy/job-defaults';

type Labels = Readonly<Record<string, string>>;

/**
 * The labels by which tools know what belongs together. What the Job or its chart writes itself holds for its Pods too,
 * so that the two never differ. Nothing in them changes from deploy to deploy.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
const STANDARD: Readonly<Record<string, (job: JobObject) => string>> = {
  'app.kubernetes.io/name': ({ stem }) => labelValue(stem),
  'app.kubernetes.io/managed-by': () => 'cdk8s-jobs',
};

/** For the Job itself, which a deploy has to know again as well: rendered late, when its defaults are known. */
export function standardJobLabels(job: () => JobObject, written: Labels = {}): Labels {
  const late = (label: string, value: (object: JobObject) => string | undefined) =>
    Lazy.any({
      produce: () =>
        written[label] ??
        job().chart.labels[label] ??
        (JobDefaults.of(job()).standardLabels ? value(job()) : undefined),
    });
  const all = { ...STANDARD, [ID_LABEL]: ({ stable }: JobObject) => labelValue(stable) };
  return Object.fromEntries(
    Object.entries(all).map(([label, value]) => [label, late(label, value) as string]),
  );
}

/** For its Pods. */
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
