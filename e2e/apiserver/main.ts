import { ClusterError } from '../cluster';
import { clearPlace, clonePlace } from './place';
import { MINORS, releaseOf } from './releases';
import { startApiserver } from './start';
import { exclusively } from '../cluster/lock';

const USAGE = `usage: apiserver up|down ${MINORS.join('|')}`;

const commands: Record<string, (minor: string) => Promise<void>> = {
  /** Again, if it is up. */
  async up(minor) {
    const { version, kubeconfig } = await startApiserver(minor, {
      say: (line) => console.error(line),
      place: clonePlace(minor),
    });
    console.error(`the API server of Kubernetes ${version} is up`);
    console.log(kubeconfig);
  },
  async down(minor) {
    const place = clonePlace(minor);
    console.error(
      (await clearPlace(place))
        ? `stopped, and removed ${place.dir}`
        : `nothing to stop in ${place.dir}`,
    );
  },
};

async function main(verb = '', minor = ''): Promise<void> {
  const command = commands[verb];
  if (!command || !minor) throw new ClusterError(USAGE, 2);
  releaseOf(minor); // refuses what is not listed, before it becomes the name of a directory
  await exclusively(clonePlace(minor).id, async () => command(minor));
}

main(process.argv[2], process.argv[3]).catch((error: unknown) => {
  console.error(error instanceof ClusterError ? error.message : error);
  process.exitCode = error instanceof ClusterError ? error.exitCode : 1;
});
