import { conflictsIn } from './conflicts';
import type { JsonObject } from '../../kubernetes/json';
import type { Manifest } from '../../kubernetes/manifest';
import { droppedFields } from '../../kubernetes/server/dropped-fields';
import type { AppliedObject, ApplyAction, ObjectRef } from '../core/report';
import type { Session } from '../core/session';
import { applyRequest, FIELD_MANAGER } from '../kube/apply-request';
import type { Client, JsonResponse } from '../kube/client';
import { Discovery, Resource, resourcePath } from '../kube/discovery';
import { ApiError } from '../kube/errors';
import type { KubeObject } from '../kube/objects';

export interface ApplyResult {
  readonly object: ObjectRef;
  readonly action: ApplyAction;
  /** The object as the server has it now. */
  readonly live: KubeObject;
  /** What the server remarked, such as a Pod Security level that the Pods will violate. */
  readonly warnings: readonly string[];
}

export interface ApplyRequest {
  /** Asks whether the server would take it, and changes nothing. @default false */
  readonly dryRun?: boolean;
  /** Takes over fields that others own. @default as the deploy says */
  readonly force?: boolean;
  /** Applies to the object of this uid and no other: where it is gone, nothing is created. @default whatever stands there, else a new one */
  readonly uid?: string;
  readonly signal?: AbortSignal;
}

/** Tells what was applied, and what the server remarked. */
export function emitApplied(
  { emit }: Pick<Session, 'emit'>,
  { object, action, warnings }: ApplyResult,
): AppliedObject {
  const applied = { ...object, action };
  emit({ type: 'applied', object: applied });
  for (const message of warnings) emit({ type: 'warning', object, message });
  return applied;
}

/** Applies one object at a time, by server-side apply. Every method throws ApiError and ConnectionError. */
export class Applier {
  /** @param forceConflicts whether fields that other managers own are taken over */
  public constructor(
    private readonly client: Client,
    private readonly discovery: Discovery,
    private readonly defaultNamespace: string,
    private readonly forceConflicts = false,
  ) {}

  /** What a manifest describes, as far as it can be told without asking the server. */
  public refOf({ apiVersion, kind, metadata }: Manifest): ObjectRef {
    return { apiVersion, kind, namespace: metadata.namespace || null, name: metadata.name };
  }

  /** Where a manifest is to be. Only the server knows whether a kind lives in a namespace. */
  public async locate(manifest: Manifest, signal?: AbortSignal): Promise<ObjectRef> {
    return this.locateIn(manifest, await this.resource(manifest, signal));
  }

  public async get(manifest: Manifest, signal?: AbortSignal): Promise<KubeObject | undefined> {
    const resource = await this.resource(manifest, signal);
    const { namespace, name } = this.locateIn(manifest, resource);
    return unlessMissing(
      this.client
        .json<KubeObject>({ method: 'GET', path: resourcePath(resource, namespace, name), signal })
        .then(({ body }) => body),
    );
  }

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

  public async apply(manifest: Manifest, signal?: AbortSignal): Promise<ApplyResult> {
    const object = await this.locate(manifest, signal);
    // Whether an apply changed anything shows only in whether the version moved.
    const before = await this.get(manifest, signal);
    const { code, body: live, warnings } = await this.send(manifest, { signal });
    // An apply whose answer was lost is sent again, and is none that creates then.
    const action =
      code === 201 || before === undefined
        ? 'created'
        : live.metadata.resourceVersion === before.metadata.resourceVersion
          ? 'unchanged'
          : 'configured';
    return { object, action, live, warnings };
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

/** What a server that does not have a feature drops, it drops in silence. */
function droppedFieldWarnings(manifest: Manifest, live: KubeObject): string[] {
  return droppedFields(manifest as object as JsonObject, live as object as JsonObject).map(
    (field) =>
      `${field} is not kept: this server does not have the feature, or something in it takes the field out`,
  );
}

/** Who owns a field by a patch, as `attach` makes us the owner of a TTL, counts as another than who owns it by an apply. */
function isSelfConflict(error: ApiError): boolean {
  const conflicts = conflictsIn(error);
  return conflicts.length > 0 && conflicts.every(({ manager }) => manager === FIELD_MANAGER);
}

/** What is not there is `undefined`, not an error. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}
