import { ApiObject, Duration, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { jobObject } from './job-object';
import { jobProblems } from './job-problems';
import type { JobProps, SingleContainerProps } from './job-props';
import { renderJob } from './render-job';
import { standardJobLabels, standardPodLabels } from './standard-labels';
import { remember, writtenPod } from './written-pod';
import type { JsonObject } from '../batch/json';
import { withDefaults } from '../batch/merge';
import type { Completion } from '../policy/completion';
import { JobDefaults } from '../policy/job-defaults';

/**
 * What all Jobs have in common; use the class that names the pattern (`SimpleJob`, `ParallelJob`).
 *
 * It is a cdk8s-plus `Workload`: containers, volumes, probes, service accounts, `scheduling` and `connections` work as
 * in any other. Its manifest holds what was written and what `JobDefaults` add, and nothing that cdk8s-plus fills in.
 */
export abstract class Job extends kplus.Workload {
  public readonly resourceType = 'jobs';
  public readonly activeDeadline?: Duration;
  public readonly backoffLimit?: number;
  public readonly ttlAfterFinished?: Duration;
  protected readonly apiObject: ApiObject;
  private selected = false;

  protected constructor(scope: Construct, id: string, props: JobProps, completion: Completion) {
    const workloadProps: kplus.WorkloadProps = {
      ...props,
      containers: props.containers ?? (props.image === undefined ? undefined : [singleContainer(props)]),
      restartPolicy: props.restartPolicy ?? kplus.RestartPolicy.NEVER,
      spread: false, // done once below: cdk8s-plus does it again at each rendering
      select: false, // the Job controller makes the selector
    };
    super(scope, id, workloadProps);
    this.activeDeadline = props.activeDeadline;
    this.backoffLimit = props.backoffLimit;
    this.ttlAfterFinished = props.ttlAfterFinished;
    this.apiObject = jobObject(this, {
      ...props.metadata,
      labels: {
        ...props.metadata?.labels,
        ...standardJobLabels(() => this, props.metadata?.labels),
      },
    }, Lazy.any({ produce: () => this.render(props, workloadProps, completion) }));
    this.node.addValidation({ validate: () => jobProblems(props, this.outline(props)) });
    if (props.spread) [kplus.Topology.HOSTNAME, kplus.Topology.ZONE].forEach((topology) => this.scheduling.spread({ topology }));
    if (this.isolate) this.connections.isolate();
  }

  public addContainer(props: kplus.ContainerProps): kplus.Container {
    return remember(super.addContainer(props), props);
  }

  public addInitContainer(props: kplus.ContainerProps): kplus.Container {
    return remember(super.addInitContainer(props), props);
  }

  /** Only what is selected needs the label by which it is: a network policy, another workload's affinity. */
  public toPodSelectorConfig(): kplus.PodSelectorConfig {
    this.selected = true;
    return super.toPodSelectorConfig();
  }

  /** What the checks look at. cdk8s asks all Jobs of an app again for each of its charts, so nothing is rendered for it. */
  private outline({ podOverlay = {}, restartPolicy = kplus.RestartPolicy.NEVER }: JobProps): JsonObject {
    const outlines = (containers: readonly kplus.Container[]) => containers.map(({ name, image }) => ({ name, image }));
    return withDefaults(podOverlay, { restartPolicy, containers: outlines(this.containers), initContainers: outlines(this.initContainers) });
  }

  private render(props: JobProps, workloadProps: kplus.WorkloadProps, completion: Completion): JsonObject {
    const { labels, annotations } = this.podMetadata.toJson() as { labels?: Record<string, string>; annotations?: Record<string, string> };
    const { [kplus.Pod.ADDRESS_LABEL]: address, ...podLabels } = labels ?? {};
    return renderJob({
      job: {
        ...completion.spec,
        backoffLimit: props.backoffLimit,
        activeDeadlineSeconds: props.activeDeadline?.toSeconds(),
        ttlSecondsAfterFinished: props.ttlAfterFinished?.toSeconds(),
      },
      podLabels: { ...standardPodLabels(this, props.metadata?.labels), ...podLabels, ...this.selected ? { [kplus.Pod.ADDRESS_LABEL]: address } : {} },
      podAnnotations: annotations ?? {},
      pod: withDefaults(props.podOverlay ?? {}, writtenPod(this, workloadProps)),
    }, JobDefaults.of(this));
  }
}

function singleContainer({ image, containerName, command, args, env, resources }: SingleContainerProps): kplus.ContainerProps {
  const envVariables = env && Object.fromEntries(Object.entries(env)
    .map(([name, value]) => [name, typeof value === 'string' ? kplus.EnvValue.fromValue(value) : value]));
  return { image, name: containerName, command, args, envVariables, resources };
}
