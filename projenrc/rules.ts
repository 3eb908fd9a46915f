/** Writes docs/rules.md from the rules and the first bad and good example of each; test/docs/rules.test.ts says whether it is still so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { isDeepEqual } from '../src/kubernetes/deep-equal';
import { isJsonObject, Json, JsonObject } from '../src/kubernetes/json';
import { DEFAULT_MINOR, NEWEST_MINOR, OLDEST_MINOR } from '../src/kubernetes/minor';
import { RULES } from '../src/kubernetes/rules';
import type { Rule } from '../src/kubernetes/rules/rule';
import { Example, examplesIn, RuleExamples } from '../test/kubernetes/rules/example';
import { EXAMPLES } from '../test/kubernetes/rules/examples';
import { LEAST_CRON_JOB, LEAST_JOB } from '../test/kubernetes/rules/manifests';

type Entry = Pick<
  Rule,
  'id' | 'severity' | 'message' | 'fix' | 'link' | 'since' | 'until' | 'when' | 'warned'
>;

const K8S = 'https://kubernetes.io/docs/';
const FIELD_VALIDATION = 'reference/using-api/api-concepts/#field-validation';
/** What is found before any rule is asked. */
const BEFORE_RULES: readonly Entry[] = [
  {
    id: 'manifest/unknown-field',
    severity: 'rejected',
    message:
      'no field has this name, or none in this version of Kubernetes: kubectl has it refused, and for whoever does not ask for that the server drops it',
    fix: 'correct the name, or leave the field out',
    link: FIELD_VALIDATION,
  },
  {
    id: 'manifest/wrong-type',
    severity: 'rejected',
    message: 'the value is not of the type that the field has',
    fix: 'write a value of that type; in YAML, quotes make a string of anything',
  },
  {
    id: 'manifest/malformed',
    severity: 'rejected',
    message: 'the value cannot be read as what the field holds, such as a quantity or a time',
    fix: 'write it in that form',
  },
  {
    id: 'field/dropped',
    severity: 'dropped',
    message:
      'the server knows the field and does not keep it, as it belongs to a feature that is not on in this version of Kubernetes',
    fix: 'leave it out, or deploy to a cluster that keeps it',
    link: 'reference/command-line-tools-reference/feature-gates/',
  },
];

/** The first parts of the ids, in the order in which a manifest is read. */
const GROUPS: Readonly<Record<string, string>> = {
  manifest: 'What cannot be read',
  field: 'What is not kept',
  metadata: 'Names and other metadata',
  labels: 'Labels',
  annotations: 'Annotations',
  job: 'Jobs',
  'failure-policy': 'Pod failure policies',
  'success-policy': 'Success policies',
  'cron-job': 'CronJobs',
  template: 'Pod templates',
  pod: 'Pods',
  container: 'Containers',
  env: 'Environment variables',
  port: 'Ports',
  resources: 'Resources',
  probe: 'Probes',
  hook: 'Hooks',
  volume: 'Volumes',
  claim: 'Claims of ephemeral volumes',
  projected: 'Projected volumes',
  mount: 'Mounts',
  device: 'Devices',
  security: 'Security',
  windows: 'Windows',
  dns: 'DNS',
  affinity: 'Affinity',
  selector: 'Selectors',
  spread: 'Topology spread',
  toleration: 'Tolerations',
  value: 'Single values',
  update: 'Changes of what is there',
};

const INTRO = `# Rules

<!-- Made by \`npx projen rules\` from src/kubernetes/rules and test/kubernetes/rules/examples. -->

What \`cdk8s-jobs check\` looks for in Jobs and CronJobs (batch/v1), each with an example that breaks the rule and one that keeps to it.

| severity | what it means | |
|---|---|---|
| \`rejected\` | the API server refuses the object | error |
| \`never-starts\` | the server takes it, but no Pod can run, or no Job of the CronJob can be created | error |
| \`dropped\` | the server takes it, but does not keep the field | warning |
| \`warning\` | it works, but not as people think | warning |

An error ends the command with exit code 2; with \`--fail-on warning\` every finding does.

The rules hold in Kubernetes 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR} unless they say otherwise. \`--kubernetes-version\` says which one will get the object;
without it, 1.${DEFAULT_MINOR} is meant. Examples show what differs from the least Job or CronJob, and where it stands. The id of a rule never changes.
`;

export function rulesMarkdown(): string {
  const entries: readonly Entry[] = [...BEFORE_RULES, ...RULES];
  const examples: Readonly<Record<string, RuleExamples>> = Object.assign({}, ...EXAMPLES);
  const lost = entries.filter(({ id }) => !(groupOf(id) in GROUPS));
  if (lost.length > 0) throw new Error(`no group for ${lost.map(({ id }) => id).join(', ')}`);
  const groups = Object.entries(GROUPS)
    .map(([group, title]) => ({ title, rules: entries.filter(({ id }) => groupOf(id) === group) }))
    .filter(({ rules }) => rules.length > 0);
  const contents = groups.map(
    ({ title, rules }) =>
      `- [${title}](#${anchor(title)}): ${rules.map(({ id }) => `[\`${id}\`](#${anchor(id)})`).join(', ')}`,
  );
  const sections = groups.map(({ title, rules }) =>
    [`## ${title}`, ...rules.map((rule) => section(rule, examples[rule.id]))].join('\n\n'),
  );
  return `${[INTRO, contents.join('\n'), ...sections].join('\n\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

function groupOf(id: string): string {
  return id.split('/')[0];
}

/** As GitHub makes one of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replace(/ /g, '-');
}

function section(rule: Entry, examples: RuleExamples | undefined): string {
  const more = rule.link ? ` [More](${K8S}${rule.link})` : '';
  return [
    `### ${rule.id}`,
    [`\`${rule.severity}\``, ...conditions(rule)].join(', '),
    `${sentence(rule.message)} **What to do:** ${rule.fix.replace(/\.?$/, '.')}${more}`,
    ...(examples ? [`\`\`\`yaml\n${shown(examples).join('\n\n')}\n\`\`\``] : []),
  ].join('\n\n');
}

function conditions({ since, until, when, warned }: Entry): string[] {
  const minors =
    since === undefined
      ? until === undefined
        ? []
        : [`until Kubernetes 1.${until}`]
      : [
          until === undefined
            ? `since Kubernetes 1.${since}`
            : since === until
              ? `in Kubernetes 1.${since}`
              : `in Kubernetes 1.${since} to 1.${until}`,
        ];
  return [
    ...minors,
    ...(when ? [when === 'create' ? 'when an object is made' : 'when an object is changed'] : []),
    ...(warned ? ['the server warns of it, too'] : []),
  ];
}

/** Messages go on after the name of a field; here they stand alone. */
function sentence(message: string): string {
  const whole = /^(is|takes|has|cannot|needs) /.test(message)
    ? `the field ${message}`
    : message.replace(/^it /, 'the field ');
  const [first] = whole.split(' ');
  // A field or an annotation has no capital letter.
  const begun =
    /[./A-Z]/.test(first.slice(1)) && /^[a-z]/.test(first)
      ? `\`${first}\``
      : `${first[0].toUpperCase()}${first.slice(1)}`;
  return `${begun}${whole
    .slice(first.length)
    .replace(/\.?$/, '.')
    .replace(/[<>*_]/g, '\\$&')}`;
}

/** The first bad and the first good example, each with what was there before it, as YAML. */
function shown({ bad, good }: RuleExamples): string[] {
  const [wrong, right] = [examplesIn(bad)[0], examplesIn(good)[0]];
  const parts =
    wrong.old || right.old
      ? [wrong, right].map(changed)
      : [
          [part(wrong.manifest, [leastOf(wrong), ...likes(wrong, right)])],
          [part(right.manifest, [leastOf(right), ...likes(right, wrong)])],
        ];
  const together = !wrong.old && !right.old && wrong.manifest.kind === right.manifest.kind;
  const places = together ? [placeOf(parts.flat()), placeOf(parts.flat())] : parts.map(placeOf);
  return [wrong, right].flatMap((example, i) => {
    const [after, before] = parts[i].map((each) => at(each, places[i]));
    const isCronJob = example.manifest.kind === 'CronJob';
    const place = places[i].join('.').replace(/\.(\d+)/g, '[$1]');
    const where = place
      ? `, in ${place}${isCronJob ? ' of a CronJob' : ''}`
      : isCronJob
        ? ', a CronJob'
        : '';
    const minor = example.minor ? `, Kubernetes 1.${example.minor}` : '';
    return [
      ...(before === undefined || isEmpty(before) ? [] : [`# before${where}\n${yaml(before)}`]),
      `# ${i === 0 ? 'bad' : 'good'}${where}${minor}\n${yaml(after)}`,
    ];
  });
}

/** What is changed, and what was there before. */
function changed(example: Example): Json[] {
  const { manifest, old } = example;
  return old
    ? [part(manifest, [old]), part(old, [manifest])]
    : [part(manifest, [leastOf(example)])];
}

function leastOf({ manifest }: Example): JsonObject {
  return manifest.kind === 'CronJob' ? LEAST_CRON_JOB : LEAST_JOB;
}

/** The other example, if the two can be compared. */
function likes(one: Example, other: Example): JsonObject[] {
  return one.manifest.kind === other.manifest.kind ? [other.manifest] : [];
}

/** What of a value is not the same in all others; of containers also the name, for it says which one is meant. */
function part(value: Json, others: readonly (Json | undefined)[]): Json {
  if (isJsonObject(value) && others.every(isJsonObject)) {
    const differs = (field: string) =>
      !others.every((other) => isDeepEqual(value[field], other[field]));
    const fields = Object.keys(value).filter(
      (field) => value[field] !== undefined && differs(field),
    );
    const name =
      [value, ...others].some((each) => 'image' in each && 'name' in each) &&
      value.name !== undefined
        ? ['name']
        : [];
    const partOf = (field: string): [string, Json] => [
      field,
      part(
        value[field]!,
        others.map((other) => other[field]),
      ),
    ];
    const parts = [...new Set([...name, ...fields])].map(partOf);
    const saying = parts.filter(([, inner]) => !isEmpty(inner));
    return Object.fromEntries(
      saying.length > 0
        ? parts.filter(([field, inner]) => !isEmpty(inner) || isEmpty(value[field]!))
        : parts,
    );
  }
  if (
    Array.isArray(value) &&
    others.every((other) => Array.isArray(other) && other.length === value.length)
  ) {
    return value.map((item: Json, i) =>
      part(
        item,
        others.map((other) => (other as Json[])[i]),
      ),
    );
  }
  return value;
}

const WAY = [
  'spec',
  'jobTemplate',
  'template',
  'containers',
  'initContainers',
  'ephemeralContainers',
];

/** The way that all parts have in common, down to a container. */
function placeOf(parts: readonly Json[]): (string | number)[] {
  const [first] = parts;
  if (Array.isArray(first)) {
    return parts.every((each) => Array.isArray(each) && each.length === 1) ? [0] : [];
  }
  if (!isJsonObject(first)) return [];
  const [key, ...others] = Object.keys(first);
  if (others.length > 0 || !WAY.includes(key)) return [];
  const inner = parts.filter(
    (each) => isJsonObject(each) && Object.keys(each).length > 0,
  ) as JsonObject[];
  if (!inner.every((each) => Object.keys(each).join() === key)) return [];
  const ofOne = parts.every(
    (each) => isJsonObject(each) && Array.isArray(each[key]) && each[key].length === 1,
  );
  if (!ofOne && !inner.every((each) => isJsonObject(each[key]))) return [];
  return [key, ...placeOf(inner.map((each) => each[key]!))];
}

function at(value: Json, place: readonly (string | number)[]): Json {
  const found =
    place.reduce<Json | undefined>(
      (inner, step) => (inner as Record<string | number, Json> | undefined)?.[step],
      value,
    ) ?? {};
  // The place says which container it is.
  if (place.at(-1) !== 0 || !isJsonObject(found) || Object.keys(found).length < 2) return found;
  const { name: _, ...rest } = found;
  return rest as JsonObject;
}

/** Whether there is nothing in it, at any depth. */
function isEmpty(value: Json): boolean {
  return isJsonObject(value) && Object.values(value).every((inner) => isEmpty(inner!));
}

function yaml(value: Json): string {
  return stringify(shortened(value), { lineWidth: 0 }).trimEnd();
}

const LONGEST = 80;
const MOST = 6;

function shortened(value: Json): Json {
  if (typeof value === 'string' && value.length > LONGEST) {
    return `${value.slice(0, 20)}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) {
    return value.length > MOST
      ? [...value.slice(0, 2).map(shortened), `… (${value.length} in all)`]
      : value.map(shortened);
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, shortened(inner!)]))
    : value;
}

if (require.main === module) {
  writeFileSync(join(__dirname, '..', 'docs', 'rules.md'), rulesMarkdown());
}
