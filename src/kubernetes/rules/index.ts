import { affinityRules } from './affinity';
import { claimRules } from './claims';
import { containerWarningRules } from './container-warnings';
import { containerRules } from './containers';
import { cronJobRules } from './cron-job';
import { cronJobWarningRules } from './cron-job-warnings';
import { envRules } from './env';
import { failurePolicyRules } from './failure-policy';
import { indexedJobRules } from './indexed-job';
import { jobRules } from './job';
import { jobSelectorRules } from './job-selector';
import { jobWarningRules } from './job-warnings';
import { labelRules } from './labels';
import { legacyAnnotationRules } from './legacy-annotations';
import { metadataRules } from './metadata';
import { mountRules } from './mounts';
import { neverStartsJobRules } from './never-starts-jobs';
import { neverStartsPodRules } from './never-starts-pods';
import { podNetworkRules } from './pod-network';
import { podOsRules } from './pod-os';
import { podResourceRules } from './pod-resources';
import { portRules } from './ports';
import { probeRules } from './probes';
import { projectedRules } from './projected';
import { resourceClaimRules } from './resource-claims';
import { resourceRules } from './resources';
import type { Rule } from './rule';
import { schedulingRules } from './scheduling';
import { securityRules } from './security';
import { serverWarningRules } from './server-warnings';
import { networkServerWarningRules } from './server-warnings-network';
import { schedulingServerWarningRules } from './server-warnings-scheduling';
import { volumeServerWarningRules } from './server-warnings-volumes';
import { successPolicyRules } from './success-policy';
import { templateRules } from './template';
import { uniqueEntryRules } from './unique-entries';
import { updateRules } from './update';
import { valueRules } from './values';
import { variableReferenceRules } from './variable-references';
import { volumePluginRules } from './volume-plugins';
import { volumeRules } from './volumes';
import { windowsRules } from './windows';

/** All rules. The order of the rules is the order of the findings of a struct. */
export const RULES: readonly Rule[] = [
  ...metadataRules,
  ...labelRules,
  ...indexedJobRules,
  ...jobRules,
  ...jobSelectorRules,
  ...failurePolicyRules,
  ...successPolicyRules,
  ...cronJobRules,
  ...templateRules,
  ...legacyAnnotationRules,
  ...valueRules,
  ...volumeRules,
  ...claimRules,
  ...projectedRules,
  ...volumePluginRules,
  ...containerRules,
  ...portRules,
  ...envRules,
  ...mountRules,
  ...probeRules,
  ...resourceRules,
  ...resourceClaimRules,
  ...podResourceRules,
  ...securityRules,
  ...podOsRules,
  ...windowsRules,
  ...affinityRules,
  ...schedulingRules,
  ...podNetworkRules,
  ...updateRules,
  ...neverStartsJobRules,
  ...neverStartsPodRules,
  ...serverWarningRules,
  ...networkServerWarningRules,
  ...schedulingServerWarningRules,
  ...volumeServerWarningRules,
  ...jobWarningRules,
  ...cronJobWarningRules,
  ...containerWarningRules,
  ...variableReferenceRules,
  ...uniqueEntryRules,
];
