import type { JobProps } from './job-props';
import { JsonObject, objectsIn } from '../batch/json';

/** What is wrong with a Job that types could not keep out, as `field: what, why, what to do`. */
export function jobProblems(props: JobProps, pod: JsonObject): string[] {
  const problems: string[] = [];
  if (props.image !== undefined && props.containers !== undefined) {
    problems.push('image and containers are both given, and only one of them can describe the containers; move image into containers');
  }
  if (objectsIn(pod.containers).length === 0) {
    problems.push('spec.template.spec.containers: there is none, so there is nothing to run; give image, or containers, or call addContainer');
  }
  if (pod.restartPolicy !== 'Never' && pod.restartPolicy !== 'OnFailure') {
    problems.push(`spec.template.spec.restartPolicy: ${JSON.stringify(pod.restartPolicy)} never ends, so a Job cannot have it; `
      + 'use Never (a new Pod for each retry) or OnFailure (restart in place)');
  }
  return [...problems, ...containerProblems(pod)];
}

function containerProblems(pod: JsonObject): string[] {
  const names = new Set<string>();
  return ['initContainers', 'containers'].flatMap((list) => objectsIn(pod[list]).flatMap(({ name, image }, i) => {
    const field = `spec.template.spec.${list}[${i}]`;
    const problems = [];
    const text = JSON.stringify(name);
    if (names.has(text)) problems.push(`${field}.name: ${text} is the name of another container of the Pod, and logs are found by it; give each its own`);
    if (image === undefined) {
      problems.push(`${field}.image: container ${text} has none, so there is nothing to run; give it one`
        + ' (podOverlay finds a container by its name: look whether it is spelled as the container\'s)');
    }
    names.add(text);
    return problems;
  }));
}
