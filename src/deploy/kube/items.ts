import type { Client } from './client';
import type { Job } from './objects';
import { ITEMS_VOLUME } from '../../kubernetes/items-volume';

/** The items of an Indexed Job, by index. */
export type Items = Readonly<Record<string, string>>;

/** Returns the name of the ConfigMap with the items of a Job. */
export function itemsConfigMap({ spec }: Job): string | undefined {
  return spec?.template?.spec?.volumes?.find(({ name }) => name === ITEMS_VOLUME)?.configMap?.name;
}

/** @throws ApiError, ConnectionError, or the signal's reason */
export async function readItems(
  client: Client,
  namespace: string,
  configMap: string,
  signal: AbortSignal,
): Promise<Items> {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${encodeURIComponent(configMap)}`;
  const { body } = await client.json<{ readonly data?: Items }>({ method: 'GET', path, signal });
  return body.data ?? {};
}
