/** A Kubernetes object as plain JSON, as it is applied: the one currency of this library. */
export interface Manifest {
  /** Such as `batch/v1`. */
  readonly apiVersion: string;
  /** Such as `Job`. */
  readonly kind: string;
  /** What all objects have. */
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/** What all objects have. */
export interface ManifestMetadata {
  /** Its name. */
  readonly name: string;
  /** Where it lives. @default where it is applied */
  readonly namespace?: string;
  /** By which it is selected. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** What tools remember. @default none */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** A batch/v1 Job. Its types name what is read most; any other field is there too. */
export interface JobManifest extends Manifest {
  /** That of Jobs. */
  readonly apiVersion: 'batch/v1';
  /** A Job. */
  readonly kind: 'Job';
  /** What it is to do. */
  readonly spec: JobManifestSpec;
}

/** What a Job is to do. A field that is not written is not there, and the server's default holds. */
export interface JobManifestSpec {
  /** How many Pods must succeed. @default not written */
  readonly completions?: number;
  /** How many Pods may be at work at once. @default not written */
  readonly parallelism?: number;
  /** How many failed Pods are replaced. @default not written */
  readonly backoffLimit?: number;
  /** How long it may be at work, in seconds. @default not written */
  readonly activeDeadlineSeconds?: number;
  /** How long it is kept after its end, in seconds. @default not written */
  readonly ttlSecondsAfterFinished?: number;
  /** What each Pod is like. */
  readonly template: {
    /** Labels and annotations. @default not written */
    readonly metadata?: Omit<ManifestMetadata, 'name'>;
    /** What runs. */
    readonly spec: PodManifestSpec;
  };
  readonly [field: string]: unknown;
}

/** A batch/v1 CronJob. Its types name the fields that are read most; other fields are accessible, too. */
export interface CronJobManifest extends Manifest {
  /** The API version of CronJobs. */
  readonly apiVersion: 'batch/v1';
  /** The kind of CronJobs. */
  readonly kind: 'CronJob';
  /** Its schedule, and the Jobs that it creates. */
  readonly spec: CronJobManifestSpec;
}

/** The schedule of a CronJob, and the Jobs that it creates. */
export interface CronJobManifestSpec {
  /** The schedule in cron syntax. */
  readonly schedule: string;
  /** IANA name of the time zone of the schedule. @default not written */
  readonly timeZone?: string;
  /** What happens when the previous run is still active. @default not written */
  readonly concurrencyPolicy?: string;
  /** Whether no further runs start. @default not written */
  readonly suspend?: boolean;
  /** The Jobs that it creates. */
  readonly jobTemplate: {
    /** Labels and annotations of the Jobs. @default not written */
    readonly metadata?: Omit<ManifestMetadata, 'name'>;
    /** The spec of the Jobs. */
    readonly spec: JobManifestSpec;
  };
  readonly [field: string]: unknown;
}

/** What a Pod is like. */
export interface PodManifestSpec {
  /** What happens to containers that end. @default not written */
  readonly restartPolicy?: string;
  /** Side by side. */
  readonly containers: readonly ContainerManifest[];
  /** One after the other, before the containers. @default not written */
  readonly initContainers?: readonly ContainerManifest[];
  readonly [field: string]: unknown;
}

/** A container. */
export interface ContainerManifest {
  /** Its name in the Pod. */
  readonly name: string;
  /** What it runs. */
  readonly image: string;
  /** In place of the image's entrypoint. @default not written */
  readonly command?: readonly string[];
  /** In place of the image's arguments. @default not written */
  readonly args?: readonly string[];
  /** Environment variables. @default not written */
  readonly env?: readonly EnvVarManifest[];
  readonly [field: string]: unknown;
}

/** An environment variable: a value, or where it comes from. */
export interface EnvVarManifest {
  /** Its name. */
  readonly name: string;
  /** Its text. @default it comes from elsewhere */
  readonly value?: string;
  readonly [field: string]: unknown;
}

export function isJobManifest(manifest: Manifest): manifest is JobManifest {
  return manifest.apiVersion === 'batch/v1' && manifest.kind === 'Job';
}

export function isCronJobManifest(manifest: Manifest): manifest is CronJobManifest {
  return manifest.apiVersion === 'batch/v1' && manifest.kind === 'CronJob';
}
