import type { Manifest } from '../../batch/manifest';
import type { Client } from '../kube/client';
import { Discovery, Resource, resourcePath } from '../kube/discovery';
import { ApiError } from '../kube/errors';
import type { KubeObject } from '../kube/objects';
import type { ApplyAction, ObjectRef } from '../report';

/** Owns the fields that the manifests name, and no others. */
export const FIELD_MANAGER = 'cdk8s-jobs';

export interface ApplyResult {
  readonly object: ObjectRef;
  readonly action: ApplyAction;
  /** The object as the server has it now. */
  readonly live: KubeObject;
  /** What the server remarked, such as a Pod Security level that the Pods will violate. */
  readonly warnings: readonly string[];
}

/** Applies one object at a time, by server-side apply. */
export class Applier {
  public constructor(private readonly client: Client, private readonly discovery: Discovery, private readonly defaultNamespace: string) {}

  /** What a manifest describes, as far as it can be told without asking the server. */
  public refOf({ apiVersion, kind, metadata }: Manifest): ObjectRef {
    return { apiVersion, kind, namespace: metadata.namespace || null, name: metadata.name };
  }

  /** @throws ApiError, ConnectionError */
  public async apply(manifest: Manifest, signal?: AbortSignal): Promise<ApplyResult> {
    const resource = await this.discovery.find(manifest.apiVersion, manifest.kind, signal);
    const object = this.placed(manifest, resource);
    // Whether an apply changed anything shows only in whether the version moved.
    const before = await this.versionOf(resource, object, signal);
    const { code, body: live, warnings } = await this.patch(resource, object, manifest, {}, signal);
    if (live.metadata.deletionTimestamp !== undefined) {
      throw new ApiError(409, { message: `${object.kind} ${object.name} is being deleted; deploy again when it is gone` });
    }
    const action = code === 201 ? 'created' : live.metadata.resourceVersion === before ? 'unchanged' : 'configured';
    return { object, action, live, warnings };
  }

  /** Asks whether the server would take it, and changes nothing. @throws ApiError, ConnectionError */
  public async rehearse(manifest: Manifest, signal?: AbortSignal): Promise<void> {
    const resource = await this.discovery.find(manifest.apiVersion, manifest.kind, signal);
    try {
      await this.patch(resource, this.placed(manifest, resource), manifest, { dryRun: 'All' }, signal);
    } catch (error) {
      // A webhook with side effects refuses every rehearsal; that says nothing about the object.
      if (!(error instanceof ApiError && /does not support dry run/i.test(error.message))) throw error;
    }
  }

  private patch(resource: Resource, { namespace, name }: ObjectRef, manifest: Manifest, query: Record<string, string>, signal?: AbortSignal) {
    const metadata = namespace === null ? manifest.metadata : { ...manifest.metadata, namespace };
    return this.client.json<KubeObject>({
      method: 'PATCH',
      path: resourcePath(resource, namespace, name),
      query: { fieldManager: FIELD_MANAGER, fieldValidation: 'Strict', ...query },
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: JSON.stringify({ ...manifest, metadata }),
      signal,
    });
  }

  private async versionOf(resource: Resource, { namespace, name }: ObjectRef, signal: AbortSignal | undefined): Promise<string | undefined> {
    try {
      const { body } = await this.client.json<KubeObject>({ method: 'GET', path: resourcePath(resource, namespace, name), signal });
      return body.metadata.resourceVersion;
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return undefined;
      throw error;
    }
  }

  /** Only the server knows whether a kind lives in a namespace. */
  private placed(manifest: Manifest, { namespaced }: Resource): ObjectRef {
    return { ...this.refOf(manifest), namespace: namespaced ? manifest.metadata.namespace || this.defaultNamespace : null };
  }
}
