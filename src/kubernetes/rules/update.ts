import { isDeepEqual } from '../deep-equal';
import type { Node } from './node';
import { Rule, rejected } from './rule';
import type { Json } from '../json';
import type { Struct } from '../schema/field';
import { marshal } from '../server/marshal';

const JOB_DOC = 'concepts/workloads/controllers/job/';
const RECREATE = 'delete and recreate the Job, or create a Job with another name';

/** Fields that an update cannot change. @see `pkg/apis/batch/validation/validation.go` */
export const updateRules: Rule[] = [
  rejected({
    id: 'update/metadata',
    on: 'ObjectMeta',
    when: 'update',
    message:
      'the name, namespace and uid of an object are immutable, and only the API server sets ' +
      'the deletion fields',
    fix: 'create another object',
    check: (metadata, node, report) => {
      const old = node.context.old?.metadata;
      if (!old || (node.parent?.struct !== 'Job' && node.parent?.struct !== 'CronJob')) return;
      for (const field of ['name', 'namespace', 'uid'] as const) {
        if (metadata[field] && metadata[field] !== old[field]) report(node.at(field));
      }
      for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds'] as const) {
        if (metadata[field] !== old[field]) report(node.at(field));
      }
    },
  }),
  rejected({
    id: 'update/completions',
    on: 'JobSpec',
    when: 'update',
    message:
      'spec.completions is immutable, except for an Indexed Job that sets parallelism to the ' +
      'same number',
    fix: `${RECREATE}; for an Indexed Job, set parallelism to the same number`,
    link: `${JOB_DOC}#elastic-indexed-jobs`,
    check: ({ completions, parallelism, completionMode }, node, report) => {
      const old = oldSpec(node);
      if (!old || completions === old.completions) return;
      if (
        completionMode !== 'Indexed' ||
        (completions !== undefined && completions !== parallelism)
      ) {
        report(node.at('completions'));
      }
    },
  }),
  rejected({
    id: 'update/immutable',
    on: 'JobSpec',
    when: 'update',
    message: 'the field is immutable',
    fix: RECREATE,
    link: JOB_DOC,
    check: (spec, node, report) => {
      const old = oldSpec(node);
      if (!old) return;
      const [newJson, oldJson] = [spec, old].map((each) =>
        marshal('JobSpec', each, node.context.minor),
      );
      for (const field of [
        'selector',
        'completionMode',
        'podFailurePolicy',
        'backoffLimitPerIndex',
        'managedBy',
        'successPolicy',
      ] as const) {
        if (!isDeepEqual(newJson[field], oldJson[field])) report(node.at(field));
      }
    },
  }),
  rejected({
    id: 'update/template',
    on: 'JobSpec',
    when: 'update',
    message:
      'spec.template is immutable, except for the scheduling of a suspended Job without ' +
      'Pods (before Kubernetes 1.36: of one that has never started)',
    fix: RECREATE,
    link: `${JOB_DOC}#mutable-scheduling-directives`,
    check: (spec, node, report) => {
      const old = oldSpec(node);
      if (!old) return;
      const { minor } = node.context;
      const template = marshal(
        'PodTemplateSpec',
        spec.template ?? {},
        minor,
      ) as unknown as Struct<'PodTemplateSpec'>;
      let before = marshal(
        'PodTemplateSpec',
        old.template ?? {},
        minor,
      ) as unknown as Struct<'PodTemplateSpec'>;
      const status = node.context.old!.status as Struct<'JobStatus'> | undefined;
      const isSuspended = (status?.conditions ?? []).some(
        (condition) => condition.type === 'Suspended' && condition.status === 'True',
      );
      // Since 1.36, a Job that has never started does not need the condition Suspended.
      const isIdle =
        (isSuspended || (minor >= 36 && status?.startTime === undefined)) && !status?.active;
      const canChangeScheduling = node.context.isEnabled(
        'MutableSchedulingDirectivesForSuspendedJobs',
      )
        ? isIdle
        : status?.startTime === undefined;
      if (old.suspend && canChangeScheduling) before = withSchedulingOf(template, before);
      if (old.suspend && isIdle && node.context.isEnabled('MutablePodResourcesForSuspendedJobs')) {
        if (
          !isDeepEqual(asJson(template.spec), asJson(withResourcesOf(template.spec, before.spec)))
        ) {
          report(node.at('template').field('spec'));
        }
      } else if (!isDeepEqual(asJson(template), asJson(before))) {
        report(node.at('template'));
      }
    },
  }),
];

function oldSpec(node: Node<'JobSpec'>): Struct<'JobSpec'> | undefined {
  return node.parent?.struct === 'Job'
    ? (node.context.old as Struct<'Job'> | undefined)?.spec
    : undefined;
}

function asJson(value: object | undefined): Json {
  return value as Json;
}

/** Returns the old template with the scheduling fields of the new one. */
function withSchedulingOf(
  { metadata, spec = {} }: Struct<'PodTemplateSpec'>,
  old: Struct<'PodTemplateSpec'>,
): Struct<'PodTemplateSpec'> {
  const { nodeSelector, tolerations, schedulingGates, affinity } = spec;
  const { nodeAffinity: _, ...others } = old.spec?.affinity ?? {};
  const merged = affinity
    ? { ...others, ...(affinity.nodeAffinity ? { nodeAffinity: affinity.nodeAffinity } : {}) }
    : others;
  // The server removes an affinity without terms.
  const kept = affinity || Object.keys(others).length > 0 ? merged : undefined;
  return {
    metadata: { ...old.metadata, labels: metadata?.labels, annotations: metadata?.annotations },
    spec: { ...old.spec, nodeSelector, tolerations, schedulingGates, affinity: kept },
  };
}

/** Returns the old Pod with the resources of the containers of the new one. */
function withResourcesOf(
  spec: Struct<'PodSpec'> = {},
  old: Struct<'PodSpec'> = {},
): Struct<'PodSpec'> {
  const each = (field: 'containers' | 'initContainers') => {
    const [now, before] = [spec[field], old[field]];
    const withResources = (container: Struct<'Container'>, i: number) =>
      container.name === now![i].name ? { ...container, resources: now![i].resources } : container;
    return before?.length === now?.length ? before?.map(withResources) : before;
  };
  return { ...old, containers: each('containers'), initContainers: each('initContainers') };
}
