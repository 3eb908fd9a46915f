/**
 * An HTTP request to the embedded API server. The request of a transport of `cdk8s-jobs/deploy` is
 * one, so the server can be used as a transport.
 */
export interface ApiRequest {
  /** GET, POST, PUT, PATCH or DELETE. */
  readonly method: string;
  /** The path of the URL, with escapes. It begins with `/`. */
  readonly path: string;
  /** The query parameters. Those that are undefined are omitted. @default none */
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** Headers, by their names in lower case. @default none */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** @default none */
  readonly body?: string;
  /** Ends a watch or a followed log. @default none */
  readonly signal?: AbortSignal;
}

export interface ApiResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, by their names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body. That of a watch or a followed log arrives as changes happen. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** A response before its body is encoded: a complete text, or pieces as they arise. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string | AsyncIterable<string>;
}
