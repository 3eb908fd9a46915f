/** A Kubernetes object as plain JSON. */
export interface Manifest {
  /** Group and version, e.g. `batch/v1`. */
  readonly apiVersion: string;
  /** Kind, e.g. `Job`. */
  readonly kind: string;
  /** Metadata of the object. */
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/** Metadata of an object. */
export interface ManifestMetadata {
  /** Name of the object. */
  readonly name: string;
  /** Namespace of the object. @default the namespace of the context */
  readonly namespace?: string;
  /** Labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations. @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** A batch/v1 Job. The types name the most used fields; any other field is allowed, too. */
export interface JobManifest extends Manifest {
  /** Group and version of Jobs. */
  readonly apiVersion: 'batch/v1';
  /** Kind of Jobs. */
  readonly kind: 'Job';
  /** Specification of the Job. */
  readonly spec: JobManifestSpec;
}

/** Specification of a Job. The API server fills in the default of a field that is not set. */
export interface JobManifestSpec {
  /** Number of Pods that must succeed. @default not set */
  readonly completions?: number;
  /** Maximum number of Pods that run at the same time. @default not set */
  readonly parallelism?: number;
  /** Number of retries before the Job fails. @default not set */
  readonly backoffLimit?: number;
  /** Seconds that the Job can run before it fails. @default not set */
  readonly activeDeadlineSeconds?: number;
  /** Seconds after which the finished Job is deleted. @default not set */
  readonly ttlSecondsAfterFinished?: number;
  /** Template of the Pods. */
  readonly template: {
    /** Labels and annotations of the Pods. @default not set */
    readonly metadata?: Omit<ManifestMetadata, 'name'>;
    /** Specification of the Pods. */
    readonly spec: PodManifestSpec;
  };
  readonly [field: string]: unknown;
}

/** A batch/v1 CronJob. The types name the most used fields; any other field is allowed, too. */
export interface CronJobManifest extends Manifest {
  /** Group and version of CronJobs. */
  readonly apiVersion: 'batch/v1';
  /** Kind of CronJobs. */
  readonly kind: 'CronJob';
  /** Specification of the CronJob. */
  readonly spec: CronJobManifestSpec;
}

/** Specification of a CronJob. */
export interface CronJobManifestSpec {
  /** Schedule in cron syntax. */
  readonly schedule: string;
  /** IANA name of the time zone of the schedule. @default not set */
  readonly timeZone?: string;
  /**
   * What happens when the previous run is still active: `Allow`, `Forbid` or `Replace`. @default
   * not set
   */
  readonly concurrencyPolicy?: string;
  /** Whether no further runs start. @default not set */
  readonly suspend?: boolean;
  /** Template of the Jobs. */
  readonly jobTemplate: {
    /** Labels and annotations of the Jobs. @default not set */
    readonly metadata?: Omit<ManifestMetadata, 'name'>;
    /** Specification of the Jobs. */
    readonly spec: JobManifestSpec;
  };
  readonly [field: string]: unknown;
}

/** Specification of a Pod. */
export interface PodManifestSpec {
  /** Restart policy of the containers: `Never` or `OnFailure`. @default not set */
  readonly restartPolicy?: string;
  /** Containers, which run at the same time. */
  readonly containers: readonly ContainerManifest[];
  /** Containers that run one after the other before `containers`. @default not set */
  readonly initContainers?: readonly ContainerManifest[];
  readonly [field: string]: unknown;
}

/** A container. */
export interface ContainerManifest {
  /** Name of the container, unique in the Pod. */
  readonly name: string;
  /** Image of the container. */
  readonly image: string;
  /** Command, which replaces the entrypoint of the image. @default not set */
  readonly command?: readonly string[];
  /** Arguments, which replace those of the image. @default not set */
  readonly args?: readonly string[];
  /** Environment variables. @default not set */
  readonly env?: readonly EnvVarManifest[];
  readonly [field: string]: unknown;
}

/** An environment variable. */
export interface EnvVarManifest {
  /** Name of the variable. */
  readonly name: string;
  /** Value of the variable. @default the variable has another source */
  readonly value?: string;
  readonly [field: string]: unknown;
}

/** Whether a manifest is a batch/v1 Job. */
export function isJobManifest(manifest: Manifest): manifest is JobManifest {
  return manifest.apiVersion === 'batch/v1' && manifest.kind === 'Job';
}

export function isCronJobManifest(manifest: Manifest): manifest is CronJobManifest {
  return manifest.apiVersion === 'batch/v1' && manifest.kind === 'CronJob';
}
