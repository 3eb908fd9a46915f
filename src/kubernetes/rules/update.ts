import { isDeepEqual } from '../deep-equal';
import type { Node } from './node';
import { Rule, rejected } from './rule';
import type { Json } from '../json';
import type { Struct } from '../schema/field';
import { marshal } from '../server/marshal';

const DOC = 'concepts/workloads/controllers/job/';
const RERUN = 'delete the Job and make it again, or make one with another name';

/** What may change after an object has been made. */
export const updateRules: Rule[] = [
  rejected({
    id: 'update/metadata',
    on: 'ObjectMeta',
    when: 'update',
    message:
      'the name, the namespace and the uid of an object stay, and only the server says that it is being deleted',
    fix: 'make another object',
    check: (metadata, node, refuse) => {
      const old = node.subject.old?.metadata;
      if (!old || (node.parent?.struct !== 'Job' && node.parent?.struct !== 'CronJob')) return;
      for (const field of ['name', 'namespace', 'uid'] as const) {
        if (metadata[field] && metadata[field] !== old[field]) refuse(node.at(field));
      }
      for (const field of ['deletionTimestamp', 'deletionGracePeriodSeconds'] as const) {
        if (metadata[field] !== old[field]) refuse(node.at(field));
      }
    },
  }),
  rejected({
    id: 'update/completions',
    on: 'JobSpec',
    when: 'update',
    message:
      'completions stay; those of an Indexed Job change together with parallelism, to the same number',
    fix: `${RERUN}; for an Indexed Job set parallelism to the same number`,
    link: `${DOC}#elastic-indexed-jobs`,
    check: ({ completions, parallelism, completionMode }, node, refuse) => {
      const old = oldSpec(node);
      if (!old || completions === old.completions) return;
      if (
        completionMode !== 'Indexed' ||
        (completions !== undefined && completions !== parallelism)
      ) {
        refuse(node.at('completions'));
      }
    },
  }),
  rejected({
    id: 'update/immutable',
    on: 'JobSpec',
    when: 'update',
    message: 'it stays as it was when the Job was made',
    fix: RERUN,
    link: DOC,
    check: (spec, node, refuse) => {
      const old = oldSpec(node);
      if (!old) return;
      const [now, then] = [spec, old].map((one) => marshal('JobSpec', one, node.subject.minor));
      for (const field of [
        'selector',
        'completionMode',
        'podFailurePolicy',
        'backoffLimitPerIndex',
        'managedBy',
        'successPolicy',
      ] as const) {
        if (!isDeepEqual(now[field], then[field])) refuse(node.at(field));
      }
    },
  }),
  rejected({
    id: 'update/template',
    on: 'JobSpec',
    when: 'update',
    message:
      'the template of a Job stays; where its Pods may run can change while it is suspended and has none (before Kubernetes 1.36: and has never started)',
    fix: RERUN,
    link: `${DOC}#mutable-scheduling-directives`,
    check: (spec, node, refuse) => {
      const old = oldSpec(node);
      if (!old) return;
      const { minor } = node.subject;
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
      const status = node.subject.old!.status as Struct<'JobStatus'> | undefined;
      const suspended = (status?.conditions ?? []).some(
        ({ type, status: is }) => type === 'Suspended' && is === 'True',
      );
      // Since 1.36 a Job that has never started need not say that it is suspended.
      const idle =
        (suspended || (minor >= 36 && status?.startTime === undefined)) && !status?.active;
      const directives = node.subject.has('MutableSchedulingDirectivesForSuspendedJobs')
        ? idle
        : status?.startTime === undefined;
      if (old.suspend && directives) before = withDirectivesOf(template, before);
      if (old.suspend && idle && node.subject.has('MutablePodResourcesForSuspendedJobs')) {
        if (
          !isDeepEqual(asJson(template.spec), asJson(withResourcesOf(template.spec, before.spec)))
        ) {
          refuse(node.at('template').field('spec'));
        }
      } else if (!isDeepEqual(asJson(template), asJson(before))) {
        refuse(node.at('template'));
      }
    },
  }),
];

function oldSpec(node: Node<'JobSpec'>): Struct<'JobSpec'> | undefined {
  return node.parent?.struct === 'Job'
    ? (node.subject.old as Struct<'Job'> | undefined)?.spec
    : undefined;
}

function asJson(value: object | undefined): Json {
  return value as Json;
}

/** The old template with what says where Pods may run of the new one. */
function withDirectivesOf(
  { metadata, spec = {} }: Struct<'PodTemplateSpec'>,
  old: Struct<'PodTemplateSpec'>,
): Struct<'PodTemplateSpec'> {
  const { nodeSelector, tolerations, schedulingGates, affinity } = spec;
  const { nodeAffinity: _, ...others } = old.spec?.affinity ?? {};
  const merged = affinity
    ? { ...others, ...(affinity.nodeAffinity ? { nodeAffinity: affinity.nodeAffinity } : {}) }
    : others;
  // Without other affinities than to nodes, there is none left.
  const kept = affinity || Object.keys(others).length > 0 ? merged : undefined;
  return {
    metadata: { ...old.metadata, labels: metadata?.labels, annotations: metadata?.annotations },
    spec: { ...old.spec, nodeSelector, tolerations, schedulingGates, affinity: kept },
  };
}

/** The old Pod with the resources that the containers of the new one have. */
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
