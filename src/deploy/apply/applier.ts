import { conflictsIn } from './conflicts';
import type { JsonObject } from '../../kubernetes/json';
import type { Manifest } from '../../kubernetes/manifest';
import { droppedFields } from '../../kubernetes/server/dropped-fields';
import type { AppliedObject, ApplyAction, ObjectRef } from '../core/report';
import type { Session } from '../core/session';
import { applyRequest, FIELD_MANAGER } from '../kube/apply-request';
import type { Client, JsonResponse } from '../kube/client';
import { Discovery, Resource, resourcePath } from '../kube/discovery';
import { ApiError, unlessNotFound } from '../kube/errors';
import type { KubeObject } from '../kube/objects';
import { requireObject } from '../kube/require-object';

export interface ApplyResult {
  readonly object: ObjectRef;
  readonly action: ApplyAction;
  /** The object, as the server stored it. */
  readonly live: KubeObject;
  /** The server's warnings, such as a violation of Pod Security, and one for each dropped field. */
  readonly warnings: readonly string[];
}

export interface ApplyRequest {
  /** Whether the server only validates the request. @default false */
  readonly dryRun?: boolean;
  /** Whether to take over fields of other managers. @default that of the Applier */
  readonly force?: boolean;
  /** Applies to the object of this uid only: without it nothing is created. @default any */
  readonly uid?: string;
  readonly signal?: AbortSignal;
}

/** Emits events for an applied object and the server's warnings. */
export function emitApplied(
  { emit }: Pick<Session, 'emit'>,
  { object, action, warnings }: ApplyResult,
): AppliedObject {
  const applied = { ...object, action };
  emit({ type: 'applied', object: applied });
  for (const message of warnings) emit({ type: 'warning', object, message });
  return applied;
}

/** Applies one object at a time, by server-side apply. Methods throw ApiError, ConnectionError. */
export class Applier {
  /** @param forceConflicts whether to take over fields of other managers */
  public constructor(
    private readonly client: Client,
    private readonly discovery: Discovery,
    private readonly defaultNamespace: string,
    private readonly forceConflicts = false,
  ) {}

  /** Returns the object of a manifest, without a default namespace. Sends no request. */
  public refOf({ apiVersion, kind, metadata }: Manifest): ObjectRef {
    return { apiVersion, kind, namespace: metadata.namespace || null, name: metadata.name };
  }

  /** Returns the object of a manifest. Only the server knows whether its kind is namespaced. */
  public async locate(manifest: Manifest, signal?: AbortSignal): Promise<ObjectRef> {
    return this.locateIn(manifest, await this.resource(manifest, signal));
  }

  /** Returns the object as it is in the cluster, or undefined. */
  public async get(manifest: Manifest, signal?: AbortSignal): Promise<KubeObject | undefined> {
    const resource = await this.resource(manifest, signal);
    const { namespace, name } = this.locateIn(manifest, resource);
    return unlessNotFound(
      this.client
        .json<KubeObject>({ method: 'GET', path: resourcePath(resource, namespace, name), signal })
        .then(({ body }) => body),
    );
  }

  /** Sends an apply or, with `dryRun`, its dry run. */
  public async send(
    manifest: Manifest,
    { dryRun, force = this.forceConflicts, uid, signal }: ApplyRequest = {},
  ): Promise<JsonResponse<KubeObject>> {
    const resource = await this.resource(manifest, signal);
    const { namespace, name } = this.locateIn(manifest, resource);
    const metadata = {
      ...manifest.metadata,
      ...(namespace !== null && { namespace }),
      ...(uid !== undefined && { uid }),
    };
    const send = (forced: boolean) =>
      this.client.json<KubeObject>({
        ...applyRequest(
          resourcePath(resource, namespace, name),
          { ...manifest, metadata },
          {
            fieldValidation: 'Strict',
            force: forced ? 'true' : undefined,
            dryRun: dryRun ? 'All' : undefined,
          },
        ),
        signal,
      });
    const answer = await send(force).catch((error: unknown) => {
      if (force || !(error instanceof ApiError && isSelfConflict(error))) throw error;
      return send(true);
    });
    if (!dryRun) requireObject(answer.body, { kind: manifest.kind, namespace, name });
    if (!dryRun && answer.body.metadata.deletionTimestamp !== undefined) {
      throw new ApiError(409, {
        message: `${manifest.kind} ${name} is being deleted; deploy again when it is gone`,
      });
    }
    return {
      ...answer,
      warnings: [...answer.warnings, ...droppedFieldWarnings(manifest, answer.body)],
    };
  }

  /** Applies a manifest. */
  public async apply(manifest: Manifest, signal?: AbortSignal): Promise<ApplyResult> {
    const object = await this.locate(manifest, signal);
    // Only the resourceVersion shows whether an apply changes anything.
    const before = await this.get(manifest, signal);
    const { code, body: live, warnings } = await this.send(manifest, { signal });
    return { object, action: actionOf(code, before, live), live, warnings };
  }

  private resource(
    { apiVersion, kind }: Manifest,
    signal: AbortSignal | undefined,
  ): Promise<Resource> {
    return this.discovery.find(apiVersion, kind, signal);
  }

  private locateIn(manifest: Manifest, { namespaced }: Resource): ObjectRef {
    return {
      ...this.refOf(manifest),
      namespace: namespaced ? manifest.metadata.namespace || this.defaultNamespace : null,
    };
  }
}

/** After a retry the code may be 200 though the first try created the object. */
function actionOf(code: number, before: KubeObject | undefined, live: KubeObject): ApplyAction {
  if (code === 201 || before === undefined) return 'created';
  const isUnchanged = live.metadata.resourceVersion === before.metadata.resourceVersion;
  return isUnchanged ? 'unchanged' : 'configured';
}

/** A server drops the fields of a disabled feature without a warning. */
function droppedFieldWarnings(manifest: Manifest, live: KubeObject): string[] {
  return droppedFields(manifest as object as JsonObject, live as object as JsonObject).map(
    (field) =>
      `${field} was dropped: the feature is not enabled in this cluster, or a webhook removes the field`,
  );
}

/**
 * Whether the conflict is with our own manager: the server keeps its fields of a patch, such as a
 * TTL that `waitForJobs` restored, apart from those of an apply.
 */
function isSelfConflict(error: ApiError): boolean {
  const conflicts = conflictsIn(error);
  return conflicts.length > 0 && conflicts.every(({ manager }) => manager === FIELD_MANAGER);
}
