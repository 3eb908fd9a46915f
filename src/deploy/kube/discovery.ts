import type { Client } from './client';
import { ApiError } from './errors';
import type { Clock } from '../runtime/clock';

/** The API resource of a kind. */
export interface Resource {
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** `/api/v1` or `/apis/GROUP/VERSION`. */
  readonly root: string;
}

/** The same on every server, so no request is needed. */
const JOBS: Resource = { kind: 'Job', plural: 'jobs', namespaced: true, root: '/apis/batch/v1' };

/** How long a kind may stay unknown after its CustomResourceDefinition was applied. */
const ESTABLISH_TIMEOUT_MS = 15_000;
const ESTABLISH_POLL_MS = 200;

/** Finds the resources of kinds. Sends one request for each group and version in use. */
export class Discovery {
  private readonly known = new Map<string, Promise<readonly Resource[]>>();
  private readonly expected = new Set<string>();

  public constructor(
    private readonly client: Client,
    private readonly clock: Clock,
  ) {}

  /** Makes `find` wait for kinds of a group whose definitions have just been applied. */
  public expectKindsOf(group: string): void {
    this.expected.add(group);
  }

  /** Returns the resource of a kind. @throws ApiError (404) if the server does not have it */
  public async find(apiVersion: string, kind: string, signal?: AbortSignal): Promise<Resource> {
    if (apiVersion === 'batch/v1' && kind === JOBS.kind) return JOBS;
    const deadline = this.clock.now() + ESTABLISH_TIMEOUT_MS;
    for (;;) {
      const resource = (await this.resources(apiVersion, signal)).find(
        (candidate) => candidate.kind === kind,
      );
      if (resource !== undefined) return resource;
      if (!this.expected.has(apiVersion.split('/')[0]) || this.clock.now() > deadline) {
        throw new ApiError(404, {
          message:
            `the server has no kind ${kind} in ${apiVersion}: ` +
            'is its CustomResourceDefinition installed?',
        });
      }
      this.known.delete(apiVersion);
      await this.clock.sleep(ESTABLISH_POLL_MS, signal);
    }
  }

  private resources(
    apiVersion: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly Resource[]> {
    const known = this.known.get(apiVersion) ?? this.fetchResources(apiVersion, signal);
    this.known.set(apiVersion, known);
    return known;
  }

  private async fetchResources(
    apiVersion: string,
    signal: AbortSignal | undefined,
  ): Promise<readonly Resource[]> {
    const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    try {
      const { body } = await this.client.json<{
        resources: { name: string; kind: string; namespaced: boolean }[];
      }>({ method: 'GET', path: root, signal });
      return body.resources
        .filter(({ name }) => !name.includes('/')) // subresources
        .map(({ name, kind, namespaced }) => ({ kind, plural: name, namespaced, root }));
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return [];
      throw error;
    }
  }
}

/** Returns the API path of a collection, or of one object in it. */
export function resourcePath(
  { root, plural, namespaced }: Resource,
  namespace: string | null,
  name?: string,
): string {
  const parts = [
    ...(namespaced && namespace !== null ? ['namespaces', namespace] : []),
    plural,
    ...(name === undefined ? [] : [name]),
  ];
  return [root, ...parts.map(encodeURIComponent)].join('/');
}
