import { down } from './cluster';
import { STARTED_VARIABLE } from './global-setup';

/** Once after all tests. A cluster that ran before them keeps running. */
export default async function globalTeardown(): Promise<void> {
  if (process.env[STARTED_VARIABLE]) await down();
}
