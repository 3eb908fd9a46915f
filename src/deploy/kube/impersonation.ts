import { AccessError } from './access';

/** The fields of a user in a kubeconfig that impersonate another user, as kubectl's `--as`. */
export interface Impersonation {
  readonly as?: string;
  readonly 'as-uid'?: string;
  readonly 'as-groups'?: readonly string[];
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Returns the headers that impersonate a user.
 * @see https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/
 * @throws AccessError for groups or other attributes without a user
 */
export function impersonationHeaders(
  user: string,
  { as, 'as-uid': uid, 'as-groups': groups, 'as-user-extra': extra }: Impersonation,
): Readonly<Record<string, string | string[]>> | undefined {
  if (!as) {
    if (!uid && !groups && !extra) return undefined;
    throw new AccessError(
      `user "${user}" of the kubeconfig has as-uid, as-groups or as-user-extra without as; ` +
        'add as with the name of the user to impersonate',
    );
  }
  const extras = Object.entries(extra ?? {}).map(([key, values]) => [
    `impersonate-extra-${encodeURIComponent(key.toLowerCase())}`,
    [...values],
  ]);
  return {
    'impersonate-user': as,
    ...(uid && { 'impersonate-uid': uid }),
    ...(groups && { 'impersonate-group': [...groups] }),
    ...(Object.fromEntries(extras) as Record<string, string[]>),
  };
}
