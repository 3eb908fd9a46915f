import type { Call, ServerContext } from './call';
import { parseFieldSelector } from './field-selector';
import { parseLabelSelector } from './label-selector';
import { apiVersionOf, ResourceType } from '../store/resource-type';
import { badRequest, expired } from '../store/status-error';
import type { StoredObject } from '../store/stored-object';

/** How many lists can be continued at the same time. A client of an older one starts again. */
const MAX_OPEN_LISTS = 100;

/** Returns a function that reports whether an object matches the selectors of a request. */
export function selectorOf({ query, type, namespace }: Call): (object: StoredObject) => boolean {
  const labels = query.labelSelector ? parseLabelSelector(query.labelSelector) : undefined;
  const fields = query.fieldSelector ? parseFieldSelector(type, query.fieldSelector) : undefined;
  return (object) =>
    (namespace === '' || object.metadata.namespace === namespace) &&
    (!labels || labels(object.metadata.labels ?? {})) &&
    (!fields || fields(object));
}

export interface ObjectList {
  readonly objects: readonly StoredObject[];
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
}

interface OpenList {
  readonly version: number;
  readonly objects: readonly StoredObject[];
}

/** Lists in pages: all pages of a list show the objects as they were at the first one. */
export class PagedLists {
  private readonly open = new Map<string, OpenList>();
  private count = 0;

  /** @throws StatusError BadRequest, or Expired if the list cannot be continued any more */
  public read({ store }: ServerContext, call: Call): ObjectList {
    const { type, query, namespace } = call;
    const limit = Number(query.limit ?? 0);
    const { list, offset, id } = query.continue
      ? this.resume(query.continue)
      : {
          list: {
            version: store.resourceVersion,
            objects: store.list(type, namespace).filter(selectorOf(call)),
          },
          offset: 0,
          id: undefined,
        };
    const resourceVersion = String(list.version);
    const rest = list.objects.length - offset;
    if (!(limit > 0) || rest <= limit) {
      if (id !== undefined) this.open.delete(id);
      const objects = offset === 0 ? list.objects : list.objects.slice(offset);
      return { objects, metadata: { resourceVersion } };
    }
    const token = encode({ id: id ?? this.keep(list), offset: offset + limit });
    return {
      objects: list.objects.slice(offset, offset + limit),
      metadata: { resourceVersion, continue: token, remainingItemCount: rest - limit },
    };
  }

  /** Forgets all open lists, as an API server does after some minutes. */
  public expire(): void {
    this.open.clear();
  }

  private keep(list: OpenList): string {
    const id = String(++this.count);
    this.open.set(id, list);
    if (this.open.size > MAX_OPEN_LISTS) this.open.delete(this.open.keys().next().value!);
    return id;
  }

  private resume(token: string): { list: OpenList; offset: number; id: string } {
    const { id, offset } = decodeToken(token);
    const list = this.open.get(id);
    if (!list) {
      throw expired(
        'The provided continue parameter is too old to display a consistent list result. ' +
          'You must start a new list without the continue parameter.',
      );
    }
    return { list, offset, id };
  }
}

/** Returns a list as the API server sends it. */
export function toList(
  type: ResourceType,
  { metadata }: ObjectList,
  items: readonly object[],
): object {
  return { kind: `${type.kind}List`, apiVersion: apiVersionOf(type), metadata, items };
}

interface Token {
  readonly id: string;
  readonly offset: number;
}

function encode(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function decodeToken(text: string): Token {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString()) as Token;
  } catch {
    throw badRequest('continue key is not valid');
  }
}
