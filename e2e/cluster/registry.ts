import { createHash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ClusterError } from './errors';
import { Image, TaggedImage } from './images';
import { Instance } from './instance';
import { start, Started } from './processes';
import { until } from './until';

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

export async function startRegistry(
  cluster: Instance,
  tools: string,
  port: number,
): Promise<Started> {
  const config = join(cluster.dir, 'registry.json'); // JSON is YAML
  writeFileSync(
    config,
    JSON.stringify({
      version: '0.1',
      log: { level: 'warn', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(cluster.dir, 'registry') } },
      http: { addr: `127.0.0.1:${port}`, secret: cluster.id },
    }),
  );
  return start(cluster, 'registry', [join(tools, 'usr/bin/docker-registry'), 'serve', config]);
}

/** Straight over the registry's HTTP API, so that no image passes through containerd's own store. */
export async function pushImages(port: number, images: readonly TaggedImage[]): Promise<void> {
  await until('the image registry to answer', 15_000, async () =>
    call(port, 'GET', '/v2/').then(
      ({ status }) => status === 200 || undefined,
      () => undefined,
    ),
  );
  for (const image of images) await push(port, image);
}

async function push(port: number, { repository, tag, image }: TaggedImage): Promise<void> {
  const config = Buffer.from(JSON.stringify(imageConfig(image)));
  const configDigest = `sha256:${createHash('sha256').update(config).digest('hex')}`;
  await pushBlob(port, repository, image.layer.digest, image.layer.size, () =>
    createReadStream(image.layer.file),
  );
  await pushBlob(port, repository, configDigest, config.length, () => Readable.from([config]));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: {
        mediaType: 'application/vnd.docker.container.image.v1+json',
        size: config.length,
        digest: configDigest,
      },
      layers: [
        {
          mediaType: 'application/vnd.docker.image.rootfs.diff.tar',
          size: image.layer.size,
          digest: image.layer.digest,
        },
      ],
    }),
  );
  await expect(201, port, 'PUT', `/v2/${repository}/manifests/${tag}`, {
    type: MANIFEST,
    size: manifest.length,
    body: Readable.from([manifest]),
  });
}

function imageConfig({ layer, entrypoint, command }: Image): object {
  return {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Entrypoint: entrypoint,
      Cmd: command,
    },
    rootfs: { type: 'layers', diff_ids: [layer.digest] }, // the layer is not compressed, so both digests are one
  };
}

async function pushBlob(
  port: number,
  repository: string,
  digest: string,
  size: number,
  body: () => Readable,
): Promise<void> {
  if ((await call(port, 'HEAD', `/v2/${repository}/blobs/${digest}`)).status === 200) return;
  const { location } = await expect(202, port, 'POST', `/v2/${repository}/blobs/uploads/`);
  const { pathname, searchParams } = new URL(location ?? '', `http://127.0.0.1:${port}`);
  searchParams.set('digest', digest);
  await expect(201, port, 'PUT', `${pathname}?${searchParams}`, {
    type: 'application/octet-stream',
    size,
    body: body(),
  });
}

interface Content {
  readonly type: string;
  readonly size: number;
  readonly body: Readable;
}

interface Reply {
  readonly status: number;
  readonly location?: string;
  readonly text: string;
}

async function expect(
  status: number,
  port: number,
  method: string,
  path: string,
  content?: Content,
): Promise<Reply> {
  const reply = await call(port, method, path, content);
  if (reply.status !== status) {
    throw new ClusterError(
      `the image registry answered ${reply.status} to ${method} ${path}: ${reply.text.trim()}`,
    );
  }
  return reply;
}

async function call(port: number, method: string, path: string, content?: Content): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = content
      ? { 'content-type': content.type, 'content-length': content.size }
      : { 'content-length': 0 };
    const sent = request(
      { host: '127.0.0.1', port, method, path, headers, agent: false, timeout: 60_000 },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }),
        );
      },
    );
    sent
      .on('timeout', () => sent.destroy(new Error('no answer within 60 s')))
      .on('error', (error) =>
        reject(new ClusterError(`the image registry: ${method} ${path}: ${error.message}`)),
      );
    if (content) content.body.on('error', reject).pipe(sent);
    else sent.end();
  });
}
