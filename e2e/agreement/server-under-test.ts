import { Server, serverOf } from './server';
import { Apiserver, startApiserver } from '../apiserver';

/** An API server of a version for the tests of a suite. */
export function serverUnderTest(version: string): () => Server {
  let apiserver: Apiserver;
  let server: Server;

  beforeAll(async () => {
    apiserver = await startApiserver(version, { say: (line) => console.info(line) });
    server = serverOf(apiserver.kubeconfig);
  }, 60 * 60_000);

  afterAll(async () => {
    await server?.close();
    await apiserver?.stop();
  });

  return () => server;
}
