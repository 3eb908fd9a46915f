import { Rule, warned } from './rule';
import { containersOf } from './security';
import { isDnsLabel, isLabelValue } from '../formats';
import { isIp, isSloppyIp, isUnusualIp } from '../ip';
import { int64, parseQuantity } from '../quantity';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const JOB_DOC = 'concepts/workloads/controllers/job/';
const MILLI = -3;
const MASTER = 'node-role.kubernetes.io/master';
const OLD_NODE_LABELS: Record<string, string> = {
  'beta.kubernetes.io/arch': 'is kubernetes.io/arch now',
  'beta.kubernetes.io/os': 'is kubernetes.io/os now',
  'beta.kubernetes.io/instance-type': 'is node.kubernetes.io/instance-type now',
  'failure-domain.beta.kubernetes.io/region': 'is topology.kubernetes.io/region now',
  'failure-domain.beta.kubernetes.io/zone': 'is topology.kubernetes.io/zone now',
  'app.kubernetes.io/created-by': 'is not used any more',
  'scheduler.alpha.kubernetes.io/preferAvoidPods':
    'is not used any more: taints and tolerations are',
  [MASTER]: 'is node-role.kubernetes.io/control-plane now',
};
const OLD_ANNOTATIONS = [
  'scheduler.alpha.kubernetes.io/critical-pod',
  'security.alpha.kubernetes.io/sysctls',
  'security.alpha.kubernetes.io/unsafe-sysctls',
];
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR_CONTAINER = 'container.apparmor.security.beta.kubernetes.io/';
/** Kinds of volumes, and since which minor the server warns of them. */
const DEPRECATED_VOLUMES = Object.entries({
  photonPersistentDisk: 11,
  gitRepo: 11,
  scaleIO: 16,
  flocker: 22,
  storageos: 22,
  quobyte: 22,
  glusterfs: 25,
  cephfs: 28,
  rbd: 28,
} satisfies { readonly [Kind in keyof Struct<'Volume'>]?: number });

/** What works, but not as people think, and the server warns of as well. Source: `pkg/api/pod/warnings.go`. */
export const serverWarningRules: Rule[] = [
  warned({
    id: 'metadata/dotted-name',
    on: 'ObjectMeta',
    when: 'create',
    message:
      'the name is used in host names of Pods, where only a DNS label is understood everywhere',
    fix: 'use lower-case letters, digits and "-", at most 63 characters',
    link: 'concepts/overview/working-with-objects/names/#dns-label-names',
    check: ({ name = '' }, node, refuse) => {
      const isObject = node.parent?.struct === 'Job' || node.parent?.struct === 'CronJob';
      if (isObject && name !== '' && !isDnsLabel(name)) refuse(node.at('name'));
    },
  }),
  warned({
    id: 'job/many-indexes-untracked',
    on: 'JobSpec',
    message:
      'with more than 100,000 indexes and 10,000 Pods at once, Kubernetes may not be able to keep count of the indexes',
    fix: 'lower parallelism, or make several Jobs',
    link: `${JOB_DOC}#completion-mode`,
    check: ({ completionMode, completions = 0, parallelism = 0 }, node, refuse) => {
      if (completionMode === 'Indexed' && completions > 100_000 && parallelism > 10_000) {
        refuse(node.path);
      }
    },
  }),
  warned({
    id: 'env/hidden',
    on: ['Container', 'EphemeralContainer'],
    message: 'of two variables with one name the second counts, and apply may lose one of them',
    fix: 'give one of them another name',
    link: 'tasks/inject-data-application/define-environment-variable-container/',
    check: ({ env = [] }, node, refuse) => {
      const seen = new Set<string>();
      env.forEach(({ name = '', value = '', valueFrom }, i) => {
        const reference = `$(${name})`; // a value may build on what was there before
        if (seen.has(name) && (valueFrom || value === reference || !value.includes(reference))) {
          refuse(node.at('env').index(i), `hides another ${name} before it`);
        }
        seen.add(name);
      });
    },
  }),
  warned({
    id: 'resources/fractional-bytes',
    on: ['ResourceRequirements', 'VolumeResourceRequirements', 'PodSpec'],
    message: 'there is no part of a byte; "m" is a thousandth, not a million',
    fix: 'write it as in 128Mi',
    link: 'concepts/configuration/manage-resources-containers/#meaning-of-memory',
    check: (value, node, refuse) => {
      for (const field of ['limits', 'requests', 'overhead'] as const) {
        const amounts = (value as Record<string, Record<string, string | number>>)[field] ?? {};
        for (const name of node.struct === 'VolumeResourceRequirements'
          ? ['storage']
          : ['memory', 'ephemeral-storage']) {
          const amount = amounts[name] === undefined ? undefined : parseQuantity(amounts[name]);
          if (amount && int64(amount, MILLI) % 1000n !== 0n) {
            refuse(
              node.path.field(field).key(name),
              `${quote(amounts[name])} is a part of a byte; "m" is a thousandth, not a million`,
            );
          }
        }
      }
    },
  }),
  warned({
    id: 'port/twice',
    on: 'PodSpec',
    message:
      'the containers of a Pod share its network, so a port or the name of one is there once',
    fix: 'use another port or another name',
    check: (_, node, refuse) => {
      const exposing = containersOf(node).filter(({ value }) => value.ports);
      const ports = exposing.flatMap((container) =>
        container.value.ports!.map((port, i) => ({ port, path: container.at('ports').index(i) })),
      );
      ports.forEach(({ port, path }, i) => {
        if (port.hostIP && !port.hostPort) refuse(path, 'hostIP says nothing without hostPort');
        const earlier = ports.slice(0, i).map((other) => other.port);
        const same = earlier.filter(
          (other) => other.containerPort === port.containerPort && other.protocol === port.protocol,
        );
        if (same.some((other) => clash(other, port))) {
          refuse(path, `port ${port.containerPort} is there already`);
        }
        if (
          port.name &&
          node.subject.minor >= 33 &&
          earlier.some(({ name }) => name === port.name)
        ) {
          refuse(path, `the name ${port.name} is there already`);
        }
      });
    },
  }),
  warned({
    id: 'pod/negative-grace-period',
    on: 'PodSpec',
    message: 'less than 0 seconds are taken for 1',
    fix: 'use 0 or more',
    link: 'concepts/workloads/pods/pod-lifecycle/#pod-termination',
    check: ({ terminationGracePeriodSeconds: seconds = 0 }, node, refuse) => {
      if (seconds < 0) refuse(node.at('terminationGracePeriodSeconds'));
    },
  }),
  warned({
    id: 'pod/pull-secrets',
    on: 'PodSpec',
    message: 'a Secret is named, and once is enough',
    fix: 'leave out what has no name or stands there twice',
    link: 'tasks/configure-pod-container/pull-image-private-registry/',
    check: ({ imagePullSecrets = [] }, node, refuse) => {
      const names = imagePullSecrets.map(({ name = '' }) => name);
      names.forEach((name, i) => {
        if (name === '' || names.indexOf(name) < i) {
          refuse(node.at('imagePullSecrets').index(i).field('name'));
        }
      });
    },
  }),
  warned({
    id: 'pod/old-node-label',
    on: ['PodSpec', 'NodeSelectorRequirement', 'TopologySpreadConstraint'],
    message: 'nodes have this label by another name, and the old one is going away',
    fix: 'use the new name',
    link: 'reference/labels-annotations-taints/',
    check: (value, node, refuse) => {
      const {
        nodeSelector = {},
        key,
        topologyKey,
      } = value as Struct<'PodSpec'> &
        Struct<'NodeSelectorRequirement'> &
        Struct<'TopologySpreadConstraint'>;
      const now = (label: string) =>
        label === MASTER && node.subject.minor < 31 ? undefined : OLD_NODE_LABELS[label];
      for (const old of Object.keys(nodeSelector)) {
        if (now(old)) refuse(node.path.field('nodeSelector').key(old), now(old));
      }
      if (key && node.holder === 'matchExpressions' && now(key)) {
        refuse(node.path.field('key'), `${key} ${now(key)}`);
      }
      if (topologyKey && now(topologyKey)) {
        refuse(node.path.field('topologyKey'), `${topologyKey} ${now(topologyKey)}`);
      }
    },
  }),
  warned({
    id: 'affinity/selects-nothing',
    on: ['PodAffinityTerm', 'TopologySpreadConstraint'],
    message: 'without a label selector no Pod is meant',
    fix: 'set labelSelector; {} means all Pods',
    link: 'concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
    check: ({ labelSelector }, node, refuse) => {
      if (!labelSelector) refuse(node.at('labelSelector'));
    },
  }),
  warned({
    id: 'pod/sloppy-address',
    since: 33,
    on: ['HostAlias', 'PodDNSConfig'],
    message:
      'the address has zeros in front, or is an IPv4 address in the dress of IPv6, and not every program reads it alike',
    fix: 'write it in the usual form',
    check: (value, node, refuse) => {
      const { ip, nameservers = [] } = value as Struct<'HostAlias'> & Struct<'PodDNSConfig'>;
      if (ip && isIp(ip) && (isSloppyIp(ip) || isUnusualIp(ip))) refuse(node.path.field('ip'));
      nameservers.forEach((server, i) => {
        if (isIp(server) && (isSloppyIp(server) || isUnusualIp(server))) {
          refuse(node.path.field('nameservers').index(i));
        }
      });
    },
  }),
  warned({
    id: 'pod/host-alias-twice',
    on: 'PodSpec',
    message: 'an address is there already',
    fix: 'put all its names into one entry',
    link: 'tasks/network/customize-hosts-file-for-pods/',
    check: ({ hostAliases = [] }, node, refuse) => {
      const ips = hostAliases.map(({ ip }) => ip);
      ips.forEach((ip, i) => {
        if (ips.indexOf(ip) < i) refuse(node.at('hostAliases').index(i).field('ip'));
      });
    },
  }),
  warned({
    id: 'template/old-annotation',
    on: 'PodTemplateSpec',
    message: 'the annotation does nothing any more, and a field says it',
    fix: 'use priorityClassName, securityContext.sysctls, seccompProfile or appArmorProfile instead',
    link: 'reference/labels-annotations-taints/',
    check: ({ metadata, spec = {} }, node, refuse) => {
      const { annotations } = metadata ?? {};
      if (!annotations) return;
      const at = (key: string) => node.path.field('metadata').field('annotations').key(key);
      for (const key of OLD_ANNOTATIONS) if (annotations[key] !== undefined) refuse(at(key));
      if (annotations[SECCOMP_POD] !== undefined && !spec.securityContext?.seccompProfile) {
        refuse(at(SECCOMP_POD));
      }
      const [pod] = node.nodes('spec') as unknown as Parameters<typeof containersOf>;
      for (const { value } of pod ? containersOf(pod) : []) {
        const [seccomp, apparmor] = [
          `${SECCOMP_CONTAINER}${value.name ?? ''}`,
          `${APPARMOR_CONTAINER}${value.name ?? ''}`,
        ];
        if (annotations[seccomp] !== undefined && !value.securityContext?.seccompProfile) {
          refuse(at(seccomp));
        }
        const ofPod = spec.securityContext?.appArmorProfile;
        const agrees =
          ofPod && annotations[apparmor] !== undefined && saysTheSame(annotations[apparmor], ofPod);
        if (
          annotations[apparmor] !== undefined &&
          !value.securityContext?.appArmorProfile &&
          !agrees
        ) {
          refuse(at(apparmor));
        }
      }
    },
  }),
  warned({
    id: 'volume/deprecated',
    on: 'Volume',
    message: 'this kind of volume is going away',
    fix: 'use a CSI driver, by persistentVolumeClaim or csi; for gitRepo clone in an init container',
    link: 'concepts/storage/volumes/#volume-types',
    check: (volume, node, refuse) => {
      for (const [kind, since] of DEPRECATED_VOLUMES) {
        if (
          (volume as Record<string, unknown>)[kind] !== undefined &&
          node.subject.minor >= since
        ) {
          refuse(node.path.field(kind, kind === 'storageos' ? 'storageOS' : kind));
        }
      }
    },
  }),
  warned({
    id: 'volume/overlapping-paths',
    since: 32,
    on: 'Volume',
    message: 'a file of the volume is where another one is, or where one of its folders would be',
    fix: 'give each file a path of its own',
    link: 'concepts/storage/projected-volumes/',
    check: ({ configMap, secret, downwardAPI, projected }, node, refuse) => {
      if (!configMap && !secret && !downwardAPI && !projected) return;
      const lists = [configMap?.items, secret?.items, downwardAPI?.items].map((items) =>
        (items ?? []).map(({ path = '' }) => path),
      );
      for (const paths of [...lists, projectedPaths(projected?.sources ?? [])]) {
        if (overlap(paths)) refuse(node.path);
      }
      // Set, and empty.
      if (
        (projected?.sources ?? []).some((source) =>
          Object.values(source).every((kind) => kind === undefined),
        )
      ) {
        refuse(node.path, 'a source of the volume says nothing');
      }
    },
  }),
  warned({
    id: 'affinity/preferred-values',
    since: 33,
    on: 'NodeSelectorRequirement',
    message: 'no label has such a value, so nothing is preferred',
    fix: 'use a value that a label can have',
    link: 'concepts/overview/working-with-objects/labels/#syntax-and-character-set',
    check: ({ values = [] }, node, refuse) => {
      if (!node.in('PreferredSchedulingTerm') || node.holder !== 'matchExpressions') return;
      values.forEach((value, i) => {
        if (!isLabelValue(value)) refuse(node.at('values').index(i));
      });
    },
  }),
];

/** Whether a container cannot have a port because another one has it. */
function clash(a: Struct<'ContainerPort'>, b: Struct<'ContainerPort'>): boolean {
  const [hostA, hostB] = [a.hostPort ?? 0, b.hostPort ?? 0];
  const [ipA, ipB] = [a.hostIP ?? '', b.hostIP ?? ''];
  return (
    hostA === 0 || hostB === 0 || (hostA === hostB && (ipA === ipB || ipA === '' || ipB === ''))
  );
}

function projectedPaths(sources: readonly Struct<'VolumeProjection'>[]): string[] {
  return sources.flatMap(
    ({
      secret,
      configMap,
      downwardAPI,
      serviceAccountToken,
      clusterTrustBundle,
      podCertificate,
    }): string[] => {
      const items = configMap?.items ?? secret?.items ?? downwardAPI?.items;
      if (items) return items.map(({ path = '' }) => path);
      if (serviceAccountToken) return [serviceAccountToken.path ?? ''];
      if (clusterTrustBundle) return [clusterTrustBundle.path ?? ''];
      const { certificateChainPath, keyPath, credentialBundlePath } = podCertificate ?? {};
      return [certificateChainPath, keyPath, credentialBundlePath].filter(
        (path) => path !== undefined,
      );
    },
  );
}

function overlap(files: readonly string[]): boolean {
  const paths = files.map((path) => path.replace(/\/+$/, '')).filter((path) => path !== '');
  return paths.some((path, i) =>
    paths
      .slice(0, i)
      .some((other) => `${path}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${path}/`)),
  );
}

function saysTheSame(
  annotation: string,
  { type, localhostProfile }: Struct<'AppArmorProfile'>,
): boolean {
  switch (type) {
    case 'RuntimeDefault':
      return annotation === 'runtime/default';
    case 'Unconfined':
      return annotation === 'unconfined';
    default:
      return annotation === `localhost/${localhostProfile ?? ''}`;
  }
}
