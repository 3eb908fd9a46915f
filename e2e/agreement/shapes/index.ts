import { BACKUP } from './backup';
import { ENVSUBST } from './envsubst';
import { GITOPS } from './gitops';
import { HELM_CRON_JOB } from './helm-cron-job';
import { HELM_HOOK } from './helm-hook';
import { HOUSEKEEPING } from './housekeeping';
import { KO } from './ko';
import { KUEUE } from './kueue';
import { KUSTOMIZE } from './kustomize';
import { LOAD_TEST } from './load-test';
import { MIGRATION } from './migration';
import { OPERATOR } from './operator';
import { shapesOf } from './shape';
import { TRAINING } from './training';

/** Manifests in the shapes that tools and authors give them, with the mistakes that they make. */
export const SHAPES = [
  HELM_HOOK,
  HELM_CRON_JOB,
  KUSTOMIZE,
  OPERATOR,
  KO,
  ENVSUBST,
  GITOPS,
  BACKUP,
  MIGRATION,
  LOAD_TEST,
  TRAINING,
  KUEUE,
  HOUSEKEEPING,
].flatMap(shapesOf);
