import { down } from './cluster';
import { STARTED_VARIABLE } from './global-setup';

/** Once after all suites. A cluster that was up before them stays up. */
export default async function globalTeardown(): Promise<void> {
  if (process.env[STARTED_VARIABLE]) await down();
}
