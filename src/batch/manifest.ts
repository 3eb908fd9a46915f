/** A Kubernetes object as plain JSON, as it is applied: the one currency of this library. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

export interface ManifestMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** A batch/v1 Job. Its types name what is read most; any other field is there too. */
export interface JobManifest extends Manifest {
  readonly apiVersion: 'batch/v1';
  readonly kind: 'Job';
  readonly spec: JobManifestSpec;
}

export interface JobManifestSpec {
  readonly completions?: number;
  readonly parallelism?: number;
  readonly backoffLimit?: number;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly template: {
    readonly metadata?: Omit<ManifestMetadata, 'name'>;
    readonly spec: PodManifestSpec;
  };
  readonly [field: string]: unknown;
}

export interface PodManifestSpec {
  readonly restartPolicy?: string;
  readonly containers: readonly ContainerManifest[];
  readonly initContainers?: readonly ContainerManifest[];
  readonly [field: string]: unknown;
}

export interface ContainerManifest {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly [field: string]: unknown }[];
  readonly [field: string]: unknown;
}

export function isJobManifest(manifest: Manifest): manifest is JobManifest {
  return manifest.apiVersion === 'batch/v1' && manifest.kind === 'Job';
}
