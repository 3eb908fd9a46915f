import type { JobProps } from './job-props';
import { JsonObject, objectIn, objectsIn } from '../batch/json';

/** What is wrong with a Job that types could not keep out, as `field: what, why, what to do`. */
export function jobProblems(props: JobProps, spec: JsonObject): string[] {
  const pod = objectIn(objectIn(spec.template).spec);
  const problems: string[] = [];
  if (props.image !== undefined && props.containers !== undefined) {
    problems.push('image and containers are both given, and only one of them can describe the containers; move image into containers');
  }
  if (objectsIn(pod.containers).length === 0) {
    problems.push('spec.template.spec.containers: there is none, so there is nothing to run; give image, or containers, or call addContainer');
  }
  if (pod.restartPolicy !== 'Never' && pod.restartPolicy !== 'OnFailure') {
    problems.push(`spec.template.spec.restartPolicy: "${String(pod.restartPolicy)}" never ends, so a Job cannot have it; `
      + 'use Never (a new Pod for each retry) or OnFailure (restart in place)');
  }
  return problems;
}
