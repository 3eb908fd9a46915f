import { ApiObjectMetadata, Duration, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import type { ContainerProps, InitContainerProps } from './container-props';
import { itemsConfigMap, withItems } from './items';
import { JobObject } from './job-object';
import { jobProblems } from './job-problems';
import type { AnyJobProps, SingleContainerProps } from './job-props';
import type { KplusVolume } from './kplus-compat';
import { createContainer, plusProps, renderPod } from './kplus-pod';
import { checkNames } from './name-problems';
import { plainMetadata } from './plain-metadata';
import { isEnvValue, dropInvalidProps } from './prop-validation';
import { renderJob } from './render-job';
import { standardJobLabels, standardPodLabels } from './standard-labels';
import { oncePerSynthesis, prepareSynthesis, watchSynthesis } from './synthesis';
import { JsonObject, objectIn } from '../kubernetes/json';
import { withDefaults } from '../kubernetes/merge';
import { RERUN_POLICY_ANNOTATION } from '../kubernetes/metadata-keys';
import type { PodSpec } from '../kubernetes/pod-spec';
import { KUEUE_QUEUE_LABEL } from '../kubernetes/well-known-labels';
import type { Completion } from '../policy/completion';
import { JobDefaults } from '../policy/job-defaults';

/** The id of the network policy that cdk8s-plus makes to isolate a workload. */
const ISOLATION = 'DefaultDenyAll';

/** What is made of the spec of a Job: the Job, or a CronJob around it. */
export interface JobWrapping {
  readonly kind: 'Job' | 'CronJob';
  /** The spec of the object, from that of the Job and the labels that are for the Job itself. */
  spec(job: JsonObject, labels: JsonObject): JsonObject;
}

/**
 * What Jobs and CronJobs have in common: a cdk8s-plus `Workload`, so that containers, volumes, probes, service accounts, `scheduling` and
 * `connections` work as in any other. Its manifest holds what was written and what `JobDefaults` add, and nothing that cdk8s-plus fills in.
 */
export abstract class JobWorkload extends kplus.Workload {
  /** How long the Job may be at work. @default no limit was given */
  public readonly activeDeadline?: Duration;
  /** How many failed Pods are replaced. @default no limit was given */
  public readonly backoffLimit?: number;
  /** How long after its end it is deleted. @default it is kept */
  public readonly ttlAfterFinished?: Duration;
  /** @hidden */
  protected readonly apiObject: JobObject;
  /** @hidden */
  protected readonly props: AnyJobProps;
  private readonly workloadProps: kplus.WorkloadProps;
  private readonly items?: { readonly configMap: string; readonly asText: boolean };
  private selected = false;

  /** @hidden */
  protected constructor(
    scope: Construct,
    id: string,
    private readonly given: AnyJobProps,
    private readonly completion: Completion,
    private readonly wrapping: JobWrapping,
  ) {
    const props = dropInvalidProps(given);
    const workloadProps = {
      ...props,
      containers:
        props.containers ?? (props.image === undefined ? undefined : [singleContainer(props)]),
      restartPolicy: props.restartPolicy ?? kplus.RestartPolicy.NEVER,
      spread: false, // done once below: cdk8s-plus does it again at each rendering
      select: false, // the Job controller makes the selector
    } as kplus.WorkloadProps;
    super(scope, id, workloadProps);
    this.props = props;
    this.workloadProps = workloadProps;
    this.activeDeadline = props.activeDeadline;
    this.backoffLimit = props.backoffLimit;
    this.ttlAfterFinished = props.ttlAfterFinished;
    this.apiObject = new JobObject(this, {
      kind: wrapping.kind,
      metadata: this.objectMetadata(props),
      spec: Lazy.any({ produce: () => this.render() }) as Lazy,
      byContent: wrapping.kind === 'Job' && (props.rerunPolicy?.name ?? 'OnChange') === 'OnChange',
    });
    if (completion.items) this.items = itemsConfigMap(this.apiObject, completion.items);
    watchSynthesis(this);
    checkNames(this);
    this.node.addValidation({
      validate: () => oncePerSynthesis(this, this, () => this.problems()),
    });
    if (props.spread) {
      [kplus.Topology.HOSTNAME, kplus.Topology.ZONE].forEach((topology) =>
        this.scheduling.spread({ topology }),
      );
    }
    if (this.isolate) this.connections.isolate();
    else if (props.isolate === undefined) prepareSynthesis(this, () => this.isolateByDefault());
  }

  /** Adds a container beside those there are. */
  public addContainer(props: ContainerProps): kplus.Container {
    return createContainer(props, (typed) => super.addContainer(plusProps(typed)));
  }

  /** Adds an init container after those there are; one whose `restartPolicy` is `Always` is a sidecar. */
  public addInitContainer(props: InitContainerProps): kplus.Container {
    return createContainer(props, (typed) => super.addInitContainer(plusProps(typed, true)));
  }

  /** Adds a volume, of any version of cdk8s-plus. */
  public addVolume(volume: KplusVolume): void {
    super.addVolume(volume as kplus.Volume);
  }

  /** Only what is selected needs the label by which it is: a network policy, another workload's affinity. */
  public toPodSelectorConfig(): kplus.PodSelectorConfig {
    this.selected = true;
    return super.toPodSelectorConfig();
  }

  /** The label by which the Pods are selected, of all runs of the Job. */
  protected selectorOfPods(): Readonly<Record<string, string>> {
    this.selected = true;
    return { [kplus.Pod.ADDRESS_LABEL]: this.podMetadata.getLabel(kplus.Pod.ADDRESS_LABEL)! };
  }

  /** Fields of the Pod that the pattern needs, over what was written. */
  protected patternPod(): PodSpec {
    return {};
  }

  private objectMetadata({ metadata, rerunPolicy, queueName }: AnyJobProps): ApiObjectMetadata {
    return {
      ...metadata,
      labels: {
        ...(this.wrapping.kind === 'Job' &&
          queueName !== undefined && { [KUEUE_QUEUE_LABEL]: queueName }),
        ...metadata?.labels,
        ...standardJobLabels(() => this.apiObject, metadata?.labels),
      },
      ...(rerunPolicy && {
        annotations: { [RERUN_POLICY_ANNOTATION]: rerunPolicy.name, ...metadata?.annotations },
      }),
    };
  }

  private problems(): string[] {
    const { given: props, completion, containers, initContainers } = this;
    return jobProblems(
      this.apiObject,
      { kind: this.wrapping.kind, props, completion, containers, initContainers },
      JobDefaults.of(this),
    );
  }

  private isolateByDefault(): void {
    if (JobDefaults.of(this).isolate && !this.node.tryFindChild(ISOLATION)) {
      this.connections.isolate();
    }
  }

  private render(): JsonObject {
    const { props, completion } = this;
    const { labels, annotations } =
      plainMetadata(this, this.podMetadata) ?? (this.podMetadata.toJson() as JsonObject);
    const { [kplus.Pod.ADDRESS_LABEL]: address, ...podLabels } = objectIn(labels);
    const { enableServiceLinks, shareProcessNamespace } = props; // cdk8s-plus-27 does not know them
    const plus = {
      ...renderPod(this, this.workloadProps),
      enableServiceLinks,
      shareProcessNamespace,
    };
    const written = withDefaults(
      this.patternPod() as JsonObject,
      withDefaults((props.podOverlay as JsonObject) ?? {}, plus),
    );
    const defaults = JobDefaults.of(this);
    const standard = standardPodLabels(this.apiObject, props.metadata?.labels);
    const job = renderJob(
      {
        job: {
          ...completion.spec,
          backoffLimit: props.backoffLimit,
          activeDeadlineSeconds: props.activeDeadline?.toSeconds(),
          ttlSecondsAfterFinished: props.ttlAfterFinished?.toSeconds(),
          suspend: this.wrapping.kind === 'Job' ? props.suspend : undefined,
          podFailurePolicy: props.podFailurePolicy?.toJson(),
          podReplacementPolicy: props.podReplacementPolicy,
          managedBy: props.managedBy,
        },
        podLabels: {
          ...standard,
          ...podLabels,
          ...(this.selected ? { [kplus.Pod.ADDRESS_LABEL]: address } : {}),
        },
        podAnnotations: objectIn(annotations),
        pod: this.items ? withItems(written, this.items) : written,
      },
      defaults,
    );
    return this.wrapping.spec(job, {
      ...standard,
      ...(props.queueName !== undefined && { [KUEUE_QUEUE_LABEL]: props.queueName }),
    });
  }
}

function singleContainer({
  image,
  containerName,
  command,
  args,
  env,
  resources,
}: SingleContainerProps): ContainerProps {
  const envVariables =
    env &&
    Object.fromEntries(
      Object.entries(env)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [
          name,
          isEnvValue(value) ? value : kplus.EnvValue.fromValue(value as string),
        ]),
    );
  return { image, name: containerName, command, args, envVariables, resources };
}
