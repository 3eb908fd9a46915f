// Made by `npx projen schema`; field.ts says how to read it.

/** Job and CronJob. */
export const job = {
  CronJob: {
    metadata: 'ObjectMeta',
    spec: 'CronJobSpec',
    status: 'CronJobStatus',
  },
  CronJobSpec: {
    schedule: 'string printed',
    timeZone: '*string',
    startingDeadlineSeconds: '*int64',
    concurrencyPolicy: 'string',
    suspend: '*bool',
    jobTemplate: 'JobTemplateSpec printed',
    successfulJobsHistoryLimit: '*int32',
    failedJobsHistoryLimit: '*int32',
  },
  CronJobStatus: {
    active: '[]ObjectReference',
    lastScheduleTime: '*Time',
    lastSuccessfulTime: '*Time',
  },
  Job: {
    metadata: 'ObjectMeta',
    spec: 'JobSpec',
    status: 'JobStatus',
  },
  JobCondition: {
    type: 'string printed',
    status: 'string printed',
    lastProbeTime: 'Time',
    lastTransitionTime: 'Time',
    reason: 'string',
    message: 'string',
  },
  JobSchedulingConfiguration: {
    schedulingPolicy: '*WorkloadPodGroupSchedulingPolicy',
    schedulingConstraints: '*WorkloadPodGroupSchedulingConstraints',
    disruptionMode: '*WorkloadPodGroupDisruptionMode',
    resourceClaims: '[]WorkloadPodGroupResourceClaim',
  },
  JobSpec: {
    parallelism: '*int32',
    completions: '*int32',
    activeDeadlineSeconds: '*int64',
    podFailurePolicy: '*PodFailurePolicy',
    backoffLimit: '*int32',
    selector: '*LabelSelector',
    manualSelector: '*bool',
    template: 'PodTemplateSpec printed',
    ttlSecondsAfterFinished: '*int32',
    completionMode: '*string',
    suspend: '*bool',
    backoffLimitPerIndex: '*int32 since 28',
    maxFailedIndexes: '*int32 since 28',
    podReplacementPolicy: '*string since 28',
    successPolicy: '*SuccessPolicy since 30',
    managedBy: '*string since 30',
    scheduling: '*JobSchedulingConfiguration since 37',
  },
  JobStatus: {
    conditions: '[]JobCondition',
    startTime: '*Time',
    completionTime: '*Time',
    active: 'int32',
    succeeded: 'int32',
    failed: 'int32',
    completedIndexes: 'string',
    uncountedTerminatedPods: '*UncountedTerminatedPods',
    ready: '*int32',
    terminating: '*int32 since 28',
    failedIndexes: '*string since 28',
  },
  JobTemplateSpec: {
    metadata: 'ObjectMeta',
    spec: 'JobSpec',
  },
  ObjectReference: {
    kind: 'string',
    namespace: 'string',
    name: 'string',
    uid: 'string',
    apiVersion: 'string',
    resourceVersion: 'string',
    fieldPath: 'string',
  },
  PodFailurePolicy: {
    rules: '[]PodFailurePolicyRule printed',
  },
  PodFailurePolicyOnExitCodesRequirement: {
    containerName: '*string',
    operator: 'string printed',
    values: '[]int32 printed',
  },
  PodFailurePolicyOnPodConditionsPattern: {
    type: 'string printed',
    status: 'string printed',
  },
  PodFailurePolicyRule: {
    action: 'string printed',
    onExitCodes: '*PodFailurePolicyOnExitCodesRequirement',
    onPodConditions: '[]PodFailurePolicyOnPodConditionsPattern',
  },
  SuccessPolicy: {
    rules: '[]SuccessPolicyRule printed',
  },
  SuccessPolicyRule: {
    succeededIndexes: '*string',
    succeededCount: '*int32',
  },
  UncountedTerminatedPods: {
    succeeded: '[]string',
    failed: '[]string',
  },
  WorkloadPodGroupAllDisruptionMode: {},
  WorkloadPodGroupBasicSchedulingPolicy: {},
  WorkloadPodGroupDisruptionMode: {
    single: '*WorkloadPodGroupSingleDisruptionMode',
    all: '*WorkloadPodGroupAllDisruptionMode',
  },
  WorkloadPodGroupGangSchedulingPolicy: {
    minCount: '*int32',
  },
  WorkloadPodGroupResourceClaim: {
    name: 'string printed',
    resourceClaimName: '*string',
    resourceClaimTemplateName: '*string',
  },
  WorkloadPodGroupSchedulingConstraints: {
    topology: '[]TopologyConstraint',
  },
  WorkloadPodGroupSchedulingPolicy: {
    basic: '*WorkloadPodGroupBasicSchedulingPolicy',
    gang: '*WorkloadPodGroupGangSchedulingPolicy',
  },
  WorkloadPodGroupSingleDisruptionMode: {},
} as const;
