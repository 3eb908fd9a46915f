import { affinityExamples } from './affinity';
import { claimExamples } from './claims';
import { containerExamples } from './containers';
import { cronJobExamples } from './cron-job';
import { envExamples } from './env';
import { failurePolicyExamples } from './failure-policy';
import { jobExamples } from './job';
import { manifestExamples } from './manifest';
import { metadataExamples } from './metadata';
import { mountExamples } from './mounts';
import { neverStartsExamples } from './never-starts';
import { podNetworkExamples } from './pod-network';
import { portExamples } from './ports';
import { probeExamples } from './probes';
import { projectedExamples } from './projected';
import { resourceExamples } from './resources';
import { schedulingExamples } from './scheduling';
import { securityExamples } from './security';
import { serverWarningExamples } from './server-warnings';
import { templateExamples } from './template';
import { updateExamples } from './update';
import { valueExamples } from './values';
import { volumePluginExamples } from './volume-plugins';
import { volumeExamples } from './volumes';
import { warningExamples } from './warnings';
import { windowsExamples } from './windows';
import type { Examples } from '../example';

/** Examples of all rules. */
export const EXAMPLES: readonly Examples[] = [
  manifestExamples,
  metadataExamples,
  jobExamples,
  failurePolicyExamples,
  cronJobExamples,
  templateExamples,
  valueExamples,
  volumeExamples,
  claimExamples,
  projectedExamples,
  volumePluginExamples,
  containerExamples,
  portExamples,
  envExamples,
  mountExamples,
  probeExamples,
  resourceExamples,
  securityExamples,
  windowsExamples,
  affinityExamples,
  schedulingExamples,
  podNetworkExamples,
  updateExamples,
  neverStartsExamples,
  serverWarningExamples,
  warningExamples,
];
