import { jobPath } from './jobs';
import { ApiRequest, APPLY_PATCH } from './transport';
import type { JobManifest } from '../../kubernetes/manifest';

/** Owns the fields that the manifests set, and no others. */
export const FIELD_MANAGER = 'cdk8s-jobs';

/** Returns a server-side apply. @param query parameters besides the field manager */
export function applyRequest(
  path: string,
  object: object,
  query: ApiRequest['query'] = {},
): ApiRequest {
  return {
    method: 'PATCH',
    path,
    query: { fieldManager: FIELD_MANAGER, ...query },
    headers: { 'content-type': APPLY_PATCH },
    body: JSON.stringify(object),
  };
}

/** Identifies a Job: the one of this uid and no other. */
export interface JobIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/**
 * Applies a manifest again to an existing Job, under the same field manager, so that only what
 * differs changes. The uid prevents the server from creating a Job that has been deleted.
 */
export function applyJob({ namespace, name, uid }: JobIdentity, manifest: JobManifest): ApiRequest {
  const metadata = { ...manifest.metadata, namespace, uid };
  return applyRequest(jobPath(namespace, name), { ...manifest, metadata });
}
