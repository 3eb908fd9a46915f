import type { JsonResponse } from './client';
import { ApiError } from './errors';
import type { KubeObject } from './objects';
import type { ApiRequest } from './transport';
import { trimObject } from './trim';

/** As kubectl and client-go ask: small enough to arrive at once, large enough not to be many. */
const PAGE = '500';
/** How often a list is begun anew at once, since the server keeps its pages for minutes only. */
const ANEW = 3;

interface Page<T> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly T[];
}

/** One list of a collection, page by page. Where the line broke it goes on; what it has is kept lean, unless `keep` wants more of it. */
export class Listing<T extends KubeObject> {
  private objects: T[] = [];
  private token?: string;

  public constructor(
    private readonly ask: (request: ApiRequest) => Promise<JsonResponse<Page<T>>>,
    private readonly path: string,
    private readonly selector: string | undefined,
    private readonly keep: (object: T) => T = trimObject,
  ) {}

  /** Reads all that is missing. Call it again after an error. @throws ApiError, ConnectionError */
  public async read(
    signal: AbortSignal,
  ): Promise<{ readonly version: string; readonly objects: readonly T[] }> {
    for (let anew = 0; ;) {
      // Without a version, what is answered is not older than the question; with 0 it might be.
      const query = { labelSelector: this.selector, limit: PAGE, continue: this.token };
      let page: Page<T>;
      try {
        ({ body: page } = await this.ask({ method: 'GET', path: this.path, query, signal }));
      } catch (error) {
        if (error instanceof ApiError) this.startAnew();
        if (error instanceof ApiError && error.code === 410 && anew++ < ANEW) continue;
        throw error;
      }
      const { metadata, items } = page;
      for (const item of items) this.objects.push(this.keep(item));
      this.token = metadata.continue || undefined;
      if (this.token !== undefined) continue;
      const { objects } = this;
      this.startAnew();
      return { version: metadata.resourceVersion, objects };
    }
  }

  private startAnew(): void {
    this.objects = [];
    this.token = undefined;
  }
}
