import type { JsonResponse } from './client';
import { ApiError } from './errors';
import { lean } from './lean';
import type { KubeObject } from './objects';
import type { ApiRequest } from './transport';

/** As kubectl and client-go ask: small enough to arrive at once, large enough not to be many. */
const PAGE = '500';

interface Page<T> { readonly metadata: { readonly resourceVersion: string; readonly continue?: string }; readonly items: readonly T[] }

/** One list of a collection, page by page. Where the line broke it goes on; what it has is kept lean. */
export class Listing<T extends KubeObject> {
  private objects: T[] = [];
  private token?: string;

  public constructor(
    private readonly ask: (request: ApiRequest) => Promise<JsonResponse<Page<T>>>,
    private readonly path: string,
    private readonly selector: string | undefined,
  ) {}

  /** Reads all that is missing. Call it again after an error. @throws ApiError, ConnectionError */
  public async read(signal: AbortSignal): Promise<{ readonly version: string; readonly objects: readonly T[] }> {
    for (;;) {
      // Without a version, what is answered is not older than the question; with 0 it might be.
      const query = { labelSelector: this.selector, limit: PAGE, continue: this.token };
      const { body: { metadata, items } } = await this.ask({ method: 'GET', path: this.path, query, signal }).catch((error: unknown) => {
        if (error instanceof ApiError) this.startAnew(); // 410: pages are kept for minutes only
        throw error;
      });
      for (const item of items) this.objects.push(lean(item));
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
