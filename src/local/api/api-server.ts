import { decodeObject } from './admission';
import { errorAnswer, jsonAnswer } from './answers';
import type { Answer, ApiRequest, ApiResponse } from './api-request';
import type { Call, ServerContext } from './call';
import { deleteCollection, deleteObject } from './delete-objects';
import { discoveryDocument } from './discovery';
import { toEventView } from './event-view';
import { PagedLists, selectorOf, toList } from './list-objects';
import { openApiDocument } from './openapi';
import { patchObject } from './patch-object';
import { LogSource, readPodLog } from './pod-logs';
import { parseResourcePath } from './resource-path';
import { toTable } from './table';
import { EVENTS_VIEW, TypeRegistry } from './type-registry';
import { Timer, watchObjects } from './watch-objects';
import { createObject, updateObject, Written } from './write-objects';
import { DEFAULT_MINOR } from '../../kubernetes/minor';
import { EVENTS, NAMESPACES, SERVICE_ACCOUNTS } from '../store/known-types';
import type { ObjectStore } from '../store/object-store';
import { apiVersionOf, qualifiedResource } from '../store/resource-type';
import { StatusError } from '../store/status-error';
import type { StoredObject } from '../store/stored-object';

const BUILT_IN_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];
const HEALTH_PATHS = ['/healthz', '/livez', '/readyz'];
const SUPPORTED =
  'the embedded API server serves create, get, list, watch, update, patch, delete and ' +
  'deletecollection of the kinds in its discovery, their status, and the logs of Pods';

export interface ApiServerOptions {
  readonly store: ObjectStore;
  /** The current time, in milliseconds since 1970. */
  readonly now: () => number;
  /** Minor version of Kubernetes, such as 35 for 1.35. @default 35 */
  readonly minor?: number;
  /** @default no container has a log */
  readonly logs?: LogSource;
  /** Ends watches, and sends their bookmarks. @default real time */
  readonly timer?: Timer;
}

/**
 * The API of Kubernetes, as far as Jobs need it, over an object store. It is a transport of
 * `cdk8s-jobs/deploy`: requests are answered in this process.
 */
export class ApiServer {
  private readonly context: ServerContext;
  private readonly types: TypeRegistry;
  private readonly lists = new PagedLists();
  private readonly logs: LogSource;
  private readonly timer: Timer;

  public constructor({ store, now, minor = DEFAULT_MINOR, logs, timer }: ApiServerOptions) {
    this.context = { store, minor, now };
    this.types = new TypeRegistry(store);
    this.logs = logs ?? { logOf: () => undefined };
    this.timer = timer ?? realTimer;
    store.onChange(({ event, type, object }) => {
      if (event === 'ADDED' && type === NAMESPACES) this.addServiceAccount(object.metadata.name);
    });
    for (const name of BUILT_IN_NAMESPACES) this.addNamespace(name);
  }

  /** Answers a request. Errors are answers, too. @throws the reason of `signal` if it aborts */
  public async request(request: ApiRequest): Promise<ApiResponse> {
    request.signal?.throwIfAborted();
    const { status, headers, body } = this.answer(request);
    return { status, headers, body: encoded(body) };
  }

  /** Does nothing: the store remains. */
  public async close(): Promise<void> {
    // no connections
  }

  /** Answers a request; the body is not encoded yet. */
  public answer(request: ApiRequest): Answer {
    try {
      return this.route(request);
    } catch (error) {
      return errorAnswer(error);
    }
  }

  /** Drops the history of changes: watches that resume, and lists that continue, start again. */
  public compact(): void {
    this.context.store.compact();
    this.lists.expire();
  }

  private route(request: ApiRequest): Answer {
    const { path, query = {}, method } = request;
    const at = parseResourcePath(path);
    if (!at) return this.document(request);
    const served = this.types.find(at.group, at.version, at.resource);
    if (!served) throw unknownPath();
    const type = served === EVENTS_VIEW ? EVENTS : served;
    if (!type.namespaced && at.namespace !== '') throw unknownPath();
    const { namespace, name, subresource } = at;
    const call: Call = { request, query, type, served, namespace, name, subresource };
    if (subresource !== undefined) return this.subresource(call);
    switch (`${method} ${name === undefined ? 'collection' : 'object'}`) {
      case 'GET collection':
        return this.isWatch(call) ? this.watch(call) : this.list(call);
      case 'GET object':
        return this.get(call);
      case 'POST collection':
        return this.written(call, createObject(this.context, call));
      case 'PUT object':
        return this.written(call, updateObject(this.context, call));
      case 'PATCH object':
        return this.written(call, patchObject(this.context, call));
      case 'DELETE object': {
        const { object, status, warnings } = deleteObject(this.context, call);
        return jsonAnswer(status ?? this.present(call, object), { warnings });
      }
      case 'DELETE collection': {
        const { store } = this.context;
        const selected = store.list(type, namespace).filter(selectorOf(call));
        const { objects, warnings } = deleteCollection(this.context, call, selected);
        const metadata = { resourceVersion: String(store.resourceVersion) };
        const items = objects.map((object) => this.present(call, object));
        return jsonAnswer(toList(served, { objects, metadata }, items), { warnings });
      }
    }
    throw notAllowed(method);
  }

  private subresource(call: Call): Answer {
    const { request, type, subresource } = call;
    const { method } = request;
    if (subresource === 'log' && qualifiedResource(type) === 'pods' && method === 'GET') {
      const body = readPodLog(this.context, this.logs, call);
      return { status: 200, headers: { 'content-type': 'text/plain' }, body };
    }
    const isStatus = subresource === 'status' && type.hasStatus !== false;
    const isFinalize = subresource === 'finalize' && type === NAMESPACES;
    if (!isStatus && !isFinalize) throw unsupported(`the subresource ${subresource!}`);
    switch (method) {
      case 'GET':
        return this.get(call);
      case 'PUT':
        return this.written(call, updateObject(this.context, call));
      case 'PATCH':
        return this.written(call, patchObject(this.context, call));
    }
    throw notAllowed(method);
  }

  private get(call: Call): Answer {
    const object = this.context.store.require(call.type, call.namespace, call.name!);
    if (!wantsTable(call)) return jsonAnswer(this.present(call, object));
    const { resourceVersion } = object.metadata;
    return jsonAnswer(this.table(call, [object], { resourceVersion }));
  }

  private list(call: Call): Answer {
    const page = this.lists.read(this.context, call);
    if (wantsTable(call)) return jsonAnswer(this.table(call, page.objects, page.metadata));
    const items = page.objects.map((object) => withoutKind(this.present(call, object)));
    return jsonAnswer(toList(call.served, page, items));
  }

  private watch(call: Call): Answer {
    const present = (object: StoredObject) =>
      wantsTable(call)
        ? this.table(call, [object], { resourceVersion: object.metadata.resourceVersion })
        : this.present(call, object);
    const body = watchObjects(this.context, call, present, this.timer);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }

  private written(call: Call, { object, status, warnings }: Written): Answer {
    const { resourceVersion, ...metadata } = object.metadata;
    const body = this.present(call, object);
    const unversioned = resourceVersion === '' ? { ...body, metadata } : body;
    return jsonAnswer(unversioned, { status, warnings });
  }

  private isWatch({ query: { watch } }: Call): boolean {
    return watch === 'true' || watch === '1';
  }

  private table(call: Call, objects: readonly StoredObject[], metadata: object): object {
    const { now } = this.context;
    return toTable(call.type, objects, metadata, call.query.includeObject, now());
  }

  /** Returns an object in the version that the path names. */
  private present({ served }: Call, object: StoredObject): object {
    if (served === EVENTS_VIEW) return toEventView(object);
    const apiVersion = apiVersionOf(served);
    return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
  }

  private document({ path, method, headers = {} }: ApiRequest): Answer {
    if (HEALTH_PATHS.includes(path)) {
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' };
    }
    const types = this.types.all();
    const document = discoveryDocument(path, headers.accept ?? '', types, this.context.minor);
    const body = document?.body ?? openApiDocument(path, types);
    if (!body) throw unknownPath();
    if (method !== 'GET') throw notAllowed(method);
    const answer = jsonAnswer(body);
    if (document?.contentType === undefined) return answer;
    return { ...answer, headers: { 'content-type': document.contentType } };
  }

  /** Creates a namespace, unless it exists. */
  public addNamespace(name: string): void {
    const { store, minor } = this.context;
    if (store.get(NAMESPACES, '', name)) return;
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    const { object } = decodeObject(NAMESPACES, namespace, minor, 'Ignore');
    store.create(NAMESPACES, '', { ...namespace, ...object });
  }

  /** Every namespace has a ServiceAccount for Pods that name none. */
  private addServiceAccount(namespace: string): void {
    const { store } = this.context;
    if (store.get(SERVICE_ACCOUNTS, namespace, 'default')) return;
    const metadata = { name: 'default', namespace };
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata };
    store.create(SERVICE_ACCOUNTS, namespace, account);
  }
}

const realTimer: Timer = (milliseconds, run) => {
  const timeout = setTimeout(run, milliseconds);
  timeout.unref();
  return () => clearTimeout(timeout);
};

function wantsTable({ request }: Call): boolean {
  return (request.headers?.accept ?? '').includes('as=Table');
}

/** Items of a list have no kind of their own. */
function withoutKind(object: object): object {
  const { kind: _, apiVersion: __, ...rest } = object as { kind?: string; apiVersion?: string };
  return rest;
}

function unknownPath(): StatusError {
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}

function notAllowed(method: string): StatusError {
  const message = 'the server does not allow this method on the requested resource';
  return method === 'HEAD' || method === 'OPTIONS'
    ? unsupported(`the method ${method}`)
    : new StatusError(405, 'MethodNotAllowed', message, {});
}

function unsupported(what: string): StatusError {
  return new StatusError(501, 'NotImplemented', `${what} is not supported: ${SUPPORTED}`);
}

async function* encoded(body: Answer['body']): AsyncGenerator<Uint8Array> {
  if (typeof body === 'string') yield Buffer.from(body);
  else for await (const piece of body) yield Buffer.from(piece);
}
