// Made by `npx projen schema`; field.ts says how to read it.

/** Where a Pod may run. */
export const scheduling = {
  Affinity: {
    nodeAffinity: '*NodeAffinity',
    podAffinity: '*PodAffinity',
    podAntiAffinity: '*PodAntiAffinity',
  },
  EvictionResponder: {
    name: 'string printed',
    priority: '*int32 printed',
  },
  NodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: '*NodeSelector',
    preferredDuringSchedulingIgnoredDuringExecution: '[]PreferredSchedulingTerm',
  },
  NodeSelector: {
    nodeSelectorTerms: '[]NodeSelectorTerm printed',
  },
  NodeSelectorRequirement: {
    key: 'string printed',
    operator: 'string printed',
    values: '[]string',
  },
  NodeSelectorTerm: {
    matchExpressions: '[]NodeSelectorRequirement',
    matchFields: '[]NodeSelectorRequirement',
  },
  PodAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: '[]PodAffinityTerm',
    preferredDuringSchedulingIgnoredDuringExecution: '[]WeightedPodAffinityTerm',
  },
  PodAffinityTerm: {
    labelSelector: '*LabelSelector',
    namespaces: '[]string',
    topologyKey: 'string printed',
    namespaceSelector: '*LabelSelector',
    matchLabelKeys: '[]string since 29',
    mismatchLabelKeys: '[]string since 29',
  },
  PodAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: '[]PodAffinityTerm',
    preferredDuringSchedulingIgnoredDuringExecution: '[]WeightedPodAffinityTerm',
  },
  PodResourceClaim: {
    name: 'string printed',
    source: 'ClaimSource until 30',
    resourceClaimName: '*string since 31',
    resourceClaimTemplateName: '*string since 31',
  },
  PodSchedulingGate: {
    name: 'string printed',
  },
  PodSchedulingGroup: {
    podGroupName: '*string',
  },
  PreferredSchedulingTerm: {
    weight: 'int32 printed',
    preference: 'NodeSelectorTerm printed',
  },
  Toleration: {
    key: 'string',
    operator: 'string',
    value: 'string',
    effect: 'string',
    tolerationSeconds: '*int64',
  },
  TopologySpreadConstraint: {
    maxSkew: 'int32 printed',
    topologyKey: 'string printed',
    whenUnsatisfiable: 'string printed',
    labelSelector: '*LabelSelector',
    minDomains: '*int32',
    nodeAffinityPolicy: '*string',
    nodeTaintsPolicy: '*string',
    matchLabelKeys: '[]string',
  },
  WeightedPodAffinityTerm: {
    weight: 'int32 printed',
    podAffinityTerm: 'PodAffinityTerm printed',
  },
  WorkloadReference: {
    name: 'string printed until 35',
    podGroup: 'string printed until 35',
    podGroupReplicaKey: 'string until 35',
  },
} as const;
