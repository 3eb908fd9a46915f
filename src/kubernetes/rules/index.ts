import { affinityRules } from './affinity';
import { claimRules } from './claims';
import { containerRules } from './containers';
import { cronJobRules } from './cron-job';
import { envRules } from './env';
import { failurePolicyRules } from './failure-policy';
import { jobRules } from './job';
import { metadataRules } from './metadata';
import { mountRules } from './mounts';
import { neverStartsRules } from './never-starts';
import { podNetworkRules } from './pod-network';
import { portRules } from './ports';
import { probeRules } from './probes';
import { projectedRules } from './projected';
import { resourceRules } from './resources';
import type { Rule } from './rule';
import { schedulingRules } from './scheduling';
import { securityRules } from './security';
import { serverWarningRules } from './server-warnings';
import { templateRules } from './template';
import { updateRules } from './update';
import { valueRules } from './values';
import { volumePluginRules } from './volume-plugins';
import { volumeRules } from './volumes';
import { warningRules } from './warnings';
import { windowsRules } from './windows';

/** Every rule. */
export const RULES: readonly Rule[] = [
  ...metadataRules,
  ...jobRules,
  ...failurePolicyRules,
  ...cronJobRules,
  ...templateRules,
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
  ...securityRules,
  ...windowsRules,
  ...affinityRules,
  ...schedulingRules,
  ...podNetworkRules,
  ...updateRules,
  ...neverStartsRules,
  ...serverWarningRules,
  ...warningRules,
];
