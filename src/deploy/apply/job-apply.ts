import { applyRequest } from './applier';
import type { JobManifest } from '../../kubernetes/manifest';
import type { ApiRequest } from '../kube/transport';

/** Which Job: that of this uid, and no other. */
interface JobTarget {
  readonly path: string;
  readonly namespace: string;
  readonly uid: string;
}

/** Applies a Job again that is there, under the same manager, so that nothing changes but what differs. The uid keeps one from being made that is not there any more. */
export function jobApply({ path, namespace, uid }: JobTarget, manifest: JobManifest): ApiRequest {
  return applyRequest(path, { ...manifest, metadata: { ...manifest.metadata, namespace, uid } });
}
