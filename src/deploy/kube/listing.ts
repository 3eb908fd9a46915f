import type { JsonResponse } from './client';
import { ApiError } from './errors';
import type { KubeObject } from './objects';
import type { ApiRequest } from './transport';
import { trimObject } from './trim';

/** Objects per page, as kubectl and client-go have it. */
const PAGE_SIZE = '500';
/** How often a list restarts when its continue token expires: servers keep a list for minutes. */
const MAX_RESTARTS = 3;

interface Page<T> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly T[];
}

/** A list of a collection, page by page. After a lost connection it continues where it was. */
export class Listing<T extends KubeObject> {
  private objects: T[] = [];
  private token?: string;

  /** @param keep what is kept of each object; by default, the fields that deploy reads */
  public constructor(
    private readonly send: (request: ApiRequest) => Promise<JsonResponse<Page<T>>>,
    private readonly path: string,
    private readonly selector: string | undefined,
    private readonly keep: (object: T) => T = trimObject,
  ) {}

  /** Reads the remaining pages. Call it again after an error. @throws ApiError, ConnectionError */
  public async read(
    signal: AbortSignal,
  ): Promise<{ readonly version: string; readonly objects: readonly T[] }> {
    for (let restarts = 0; ;) {
      // Without resourceVersion the answer is up to date; with 0 it may come from an old cache.
      const query = { labelSelector: this.selector, limit: PAGE_SIZE, continue: this.token };
      let page: Page<T>;
      try {
        ({ body: page } = await this.send({ method: 'GET', path: this.path, query, signal }));
      } catch (error) {
        if (error instanceof ApiError) this.restart();
        if (error instanceof ApiError && error.code === 410 && restarts++ < MAX_RESTARTS) continue;
        throw error;
      }
      const { metadata, items } = page;
      for (const item of items) this.objects.push(this.keep(item));
      this.token = metadata.continue || undefined;
      if (this.token !== undefined) continue;
      const { objects } = this;
      this.restart();
      return { version: metadata.resourceVersion, objects };
    }
  }

  private restart(): void {
    this.objects = [];
    this.token = undefined;
  }
}
