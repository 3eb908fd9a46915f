import { ApiObject, App } from 'cdk8s';
import type { Construct } from 'constructs';
import type { JobObject } from './job-object';
import { appOf, oncePerSynthesis } from './synthesis';
import { jobSpecIn, JsonObject } from '../kubernetes/json';
import { MAX_CRON_JOB_NAME_LENGTH, MAX_LABEL_LENGTH } from '../kubernetes/names';

/** What is wrong with the generated name of a Job; those that were given, the rules look at. */
export function nameProblems(object: JobObject): string[] {
  const problems: string[] = [];
  const longest = longestName(object);
  const { generated, cycle } = object;
  if (generated && generated.fullLength > longest) {
    const { id } = object.node.scope!.node;
    const left = id.length - (generated.fullLength - longest);
    const advice =
      left > 0
        ? `shorten the id ${JSON.stringify(id)} to ${left} characters at most`
        : 'shorten the ids that lead to it';
    problems.push(
      `metadata.name: would have ${generated.fullLength} characters, and ${longest} are allowed here; ${advice}, or give metadata.name`,
    );
  }
  if (cycle) {
    const way = [...cycle, cycle[0]].map(({ node }) => node.scope!.node.path).join(' → ');
    problems.push(
      `metadata.name: depends on itself, since each of these Jobs reads the name of the next: ${way}; give one of them a metadata.name`,
    );
  }
  return problems;
}

/** As many characters as the name may have: the Pods of an Indexed Job are called after it, and so are the Jobs of a CronJob. */
function longestName(object: JobObject): number {
  const { completionMode, completions } = jobSpecIn(object.toJson() as JsonObject).spec;
  const longest = object.kind === 'CronJob' ? MAX_CRON_JOB_NAME_LENGTH : MAX_LABEL_LENGTH;
  return completionMode === 'Indexed' && typeof completions === 'number' && completions > 0
    ? longest - `-${completions - 1}`.length
    : longest;
}

const checked = new WeakSet<App>();
const NAMES = {};

/** Lets an app be checked for Jobs of the same name, which to a cluster are one and the same. */
export function checkNames(scope: Construct): void {
  const app = appOf(scope);
  if (!app || checked.has(app)) return;
  checked.add(app);
  app.node.addValidation({ validate: () => oncePerSynthesis(app, NAMES, () => collisions(app)) });
}

function collisions(app: App): string[] {
  const byName = new Map<string, string[]>();
  for (const construct of app.node.findAll()) {
    if (!ApiObject.isApiObject(construct) || construct.apiVersion !== 'batch/v1') continue;
    const key = `${construct.kind} ${construct.metadata.namespace ?? ''}/${construct.name}`;
    byName.set(key, [...(byName.get(key) ?? []), construct.node.scope!.node.path]);
  }
  return [...byName]
    .filter(([, paths]) => paths.length > 1)
    .map(([key, paths]) => {
      const [kind, name] = key.split(/ [^/]*\//);
      return `${paths.join(' and ')}: all are the ${kind} ${JSON.stringify(name)}, and to a cluster that is one; give them other ids, or metadata.name`;
    });
}
