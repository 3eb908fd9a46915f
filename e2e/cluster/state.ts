import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instance } from './instance';
import { PodNetwork } from './network';
import { Ports } from './ports';
import { Component } from './processes';

/** What is written down about a cluster once it runs. */
export interface State {
  /** What it was made from: another build is another cluster. */
  readonly madeFrom: string;
  readonly kubernetes: string;
  readonly kubectl: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly ports: Ports;
  readonly network: PodNetwork;
  readonly components: readonly Component[];
}

export function readState(cluster: Instance): State | undefined {
  try {
    return JSON.parse(readFileSync(file(cluster), 'utf8')) as State;
  } catch {
    return undefined;
  } // none, or its writer was killed
}

export function writeState(cluster: Instance, state: State): void {
  writeFileSync(file(cluster), JSON.stringify(state, undefined, 2));
}

function file(cluster: Instance): string {
  return join(cluster.dir, 'state.json');
}
