import { Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { labelValue } from '../batch/names';
import { JobDefaults } from '../policy/job-defaults';

type Labels = Readonly<Record<string, string>>;

/**
 * The labels by which tools know what belongs together. What the Job or its chart writes itself holds for its Pods too,
 * so that the two never differ. Nothing in them changes from deploy to deploy.
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */
const STANDARD: Readonly<Record<string, (name: string) => string>> = {
  'app.kubernetes.io/name': labelValue,
  'app.kubernetes.io/managed-by': () => 'cdk8s-jobs',
};

/** For the Job itself: rendered late, when its defaults are known. */
export function standardJobLabels(job: () => Construct & { readonly name: string }, written: Labels = {}): Labels {
  const late = (label: string) => Lazy.any({ produce: () => written[label] ?? Chart.of(job()).labels[label] ?? standardPodLabels(job())[label] });
  return Object.fromEntries(Object.keys(STANDARD).map((label) => [label, late(label) as string]));
}

/** For its Pods. */
export function standardPodLabels(job: Construct & { readonly name: string }, written: Labels = {}): Labels {
  if (!JobDefaults.of(job).standardLabels) return {};
  const chart = Chart.of(job).labels;
  return Object.fromEntries(Object.entries(STANDARD).map(([label, value]) => [label, written[label] ?? chart[label] ?? value(job.name)]));
}
