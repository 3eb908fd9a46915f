import { ApiObject, ApiObjectMetadata, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { validateApp } from './app-problems';
import type { ContainerProps, InitContainerProps } from './container-props';
import { itemsConfigMap, withItems } from './items';
import { JobConnections } from './job-connections';
import { JobObject } from './job-object';
import { jobProblems } from './job-problems';
import type { AnyJobProps, SingleContainerProps } from './job-props';
import type { KplusVolume } from './kplus-compat';
import { createContainer, plusProps, renderPod } from './kplus-pod';
import { defineProperties, reflectContainer } from './kplus-properties';
import { isEnvValue, dropInvalidProps } from './prop-validation';
import { renderJob } from './render-job';
import { standardJobLabels, standardPodLabels } from './standard-labels';
import { JsonObject, objectIn } from '../kubernetes/json';
import { withDefaults } from '../kubernetes/merge';
import { RERUN_POLICY_ANNOTATION } from '../kubernetes/metadata-keys';
import type { PodSpec } from '../kubernetes/pod-spec';
import { KUEUE_QUEUE_LABEL } from '../kubernetes/well-known-labels';
import type { Completion } from '../policy/completion';
import { DEFAULTS_CHANGED, JobDefaults } from '../policy/job-defaults';

/**
 * The base class of Jobs and CronJobs: a cdk8s-plus `Workload`, so containers, volumes, probes,
 * service accounts, `scheduling` and `connections` work as in any other. Its manifest contains the
 * given props and `JobDefaults`, without the values that cdk8s-plus fills in.
 */
export abstract class JobWorkload extends kplus.Workload {
  private readonly isolation = new JobConnections(this);
  /** Allows and denies network traffic of the Pods. */
  public readonly connections: kplus.PodConnections = this.isolation;
  /** How long the Job may be active. @default no limit */
  declare public readonly activeDeadline?: Duration;
  /** Number of retries, if it is set. @default undefined */
  declare public readonly backoffLimit?: number;
  /** How long after its end the Job is deleted. @default the Job is kept */
  declare public readonly ttlAfterFinished?: Duration;
  /** @hidden */
  protected readonly apiObject: ApiObject;
  /** @hidden */
  protected readonly props: AnyJobProps;
  /** @internal */
  protected readonly jobObject: JobObject;
  private readonly workloadProps: kplus.WorkloadProps;
  private readonly items?: { readonly configMap: string; readonly asText: boolean };
  private selected = false;
  private renderedPodMetadata: JsonObject = {};

  static {
    defineProperties(JobWorkload.prototype, ({ jobObject }) => jobObject);
  }

  /** @hidden */
  protected constructor(
    scope: Construct,
    id: string,
    private readonly given: AnyJobProps,
    private readonly completion: Completion,
    private readonly objectKind: 'Job' | 'CronJob',
  ) {
    const props = dropInvalidProps(given);
    const workloadProps = {
      ...props,
      containers:
        props.containers ?? (props.image === undefined ? undefined : [singleContainer(props)]),
      restartPolicy: props.restartPolicy ?? kplus.RestartPolicy.NEVER,
      spread: false, // done once below: cdk8s-plus does it again at each rendering
      select: false, // the Job controller creates the selector
    } as kplus.WorkloadProps;
    super(scope, id, workloadProps);
    this.props = props;
    this.workloadProps = workloadProps;
    this.activeDeadline = props.activeDeadline;
    this.ttlAfterFinished = props.ttlAfterFinished;
    this.apiObject = this.jobObject = new JobObject(this, {
      kind: objectKind,
      metadata: this.objectMetadata(props),
      renderSpec: () => this.render(),
      namedByContent:
        objectKind === 'Job' && (props.rerunPolicy?.name ?? 'OnChange') === 'OnChange',
      validate: (manifest) => this.problems(manifest),
    });
    if (completion.items) this.items = itemsConfigMap(this.jobObject, completion.items);
    validateApp(this);
    this.node.addValidation({ validate: () => this.jobObject.problems() });
    if (props.spread) {
      [kplus.Topology.HOSTNAME, kplus.Topology.ZONE].forEach((topology) =>
        this.scheduling.spread({ topology }),
      );
    }
    if (this.isolate) this.connections.isolate();
    this[DEFAULTS_CHANGED]();
  }

  /**
   * The name of the Job. Without `metadata.name` and with the rerun policy `OnChange`, it ends with
   * a hash of the content and changes with it: read it after the last change. If the Job changes
   * later and another object contains the old name, synth fails.
   */
  public get name(): string {
    return this.jobObject.readName();
  }

  /**
   * Isolates the Job from the network if its defaults require it; the prop `isolate` takes
   * precedence.
   * @internal
   */
  public [DEFAULTS_CHANGED](): void {
    if (this.props.isolate !== undefined) return;
    this.isolation.isolateByDefault(JobDefaults.of(this).isolate);
  }

  /** The containers, without init containers. */
  public get containers(): kplus.Container[] {
    return super.containers.map((container) => reflectContainer(container, this.jobObject));
  }

  /** The init containers. */
  public get initContainers(): kplus.Container[] {
    return super.initContainers.map((container) => reflectContainer(container, this.jobObject));
  }

  /** Adds a container. */
  public addContainer(props: ContainerProps): kplus.Container {
    const make = (typed: ContainerProps) => super.addContainer(plusProps(typed));
    return reflectContainer(createContainer(props, make), this.jobObject);
  }

  /**
   * Adds an init container after the existing ones. With `restartPolicy: 'Always'` it is a sidecar.
   */
  public addInitContainer(props: InitContainerProps): kplus.Container {
    const make = (typed: InitContainerProps) => super.addInitContainer(plusProps(typed, true));
    return reflectContainer(createContainer(props, make), this.jobObject);
  }

  /** Adds a volume, of any version of cdk8s-plus. */
  public addVolume(volume: KplusVolume): void {
    super.addVolume(volume as kplus.Volume);
  }

  /**
   * Adds the label for selectors: only Pods that a network policy or an affinity selects need it.
   */
  public toPodSelectorConfig(): kplus.PodSelectorConfig {
    this.selected = true;
    return super.toPodSelectorConfig();
  }

  /** Returns the label that selects the Pods of all runs of the Job. */
  protected selectorOfPods(): Readonly<Record<string, string>> {
    this.selected = true;
    return { [kplus.Pod.ADDRESS_LABEL]: this.podMetadata.getLabel(kplus.Pod.ADDRESS_LABEL)! };
  }

  /** Returns fields of the PodSpec that the pattern needs; they override the given ones. */
  protected patternPod(): PodSpec {
    return {};
  }

  /**
   * Returns the spec of the object, from the spec of the Job and the labels that are for the Job
   * itself.
   * @internal
   */
  protected objectSpec(job: JsonObject, _labels: JsonObject): JsonObject {
    return job;
  }

  private objectMetadata({ metadata, rerunPolicy, queueName }: AnyJobProps): ApiObjectMetadata {
    return {
      ...metadata,
      labels: {
        ...(this.objectKind === 'Job' &&
          queueName !== undefined && { [KUEUE_QUEUE_LABEL]: queueName }),
        ...metadata?.labels,
        ...standardJobLabels(() => this.jobObject, metadata?.labels),
      },
      ...(rerunPolicy && {
        annotations: { [RERUN_POLICY_ANNOTATION]: rerunPolicy.name, ...metadata?.annotations },
      }),
    };
  }

  private problems(manifest: JsonObject): string[] {
    const { given: props, completion, renderedPodMetadata: podMetadata } = this;
    return jobProblems(
      this.jobObject,
      manifest,
      {
        kind: this.objectKind,
        props,
        completion,
        containers: super.containers,
        initContainers: super.initContainers,
        podMetadata,
      },
      JobDefaults.of(this),
    );
  }

  private render(): JsonObject {
    const { props, completion } = this;
    this.renderedPodMetadata = this.podMetadata.toJson() as JsonObject;
    const { labels, annotations, finalizers } = this.renderedPodMetadata;
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
    const standard = standardPodLabels(this.jobObject, props.metadata?.labels);
    const job = renderJob(
      {
        job: {
          ...completion.spec,
          backoffLimit: props.backoffLimit,
          activeDeadlineSeconds: props.activeDeadline?.toSeconds(),
          ttlSecondsAfterFinished: props.ttlAfterFinished?.toSeconds(),
          suspend: this.objectKind === 'Job' ? props.suspend : undefined,
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
        podFinalizers: finalizers,
        pod: this.items ? withItems(written, this.items) : written,
      },
      defaults,
    );
    return this.objectSpec(job, {
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
