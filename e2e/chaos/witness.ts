import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployEvent, LogRef } from '../../src/deploy';
import type { Pod } from '../../src/deploy/kube/objects';
import { kubectl } from '../harness';

/** How long the status of a Pod may be behind the kubelet, in milliseconds: until then a run that has ended may be said to go on. */
const BEHIND = 5_000;

/** A line as the kubelet gives it: its time to the second, and its text. */
const STAMPED = /^(\d{4}-\d\d-\d\dT[\d:]{8})\S* (.*)$/;
/** No time is later. */
const OPEN = '9999';

interface Statement {
  readonly log: LogRef;
  readonly message: string;
  /** The lines that there were of it. */
  readonly had: readonly string[];
}

/** Start and end of a run of a container, as `2026-01-01T00:00:00`. Lines of its last second may be of the next run, so they are omitted. */
interface Span {
  readonly from: string;
  readonly to: string;
}

/** Asks the cluster itself, over a line that nothing disturbs, what there still is of a log at the moment in which a deploy says that it is not complete. */
export class Witness {
  private readonly statements: Promise<Statement>[] = [];

  public see(event: DeployEvent): void {
    if (event.type === 'warning' && event.log !== undefined) {
      this.statements.push(this.state(event.log, event.message));
    }
  }

  /** @param printed the lines that were printed until the end of the deploy */
  public async falseGaps(printed: readonly string[]): Promise<string[]> {
    const known = new Set(printed);
    const statements = await Promise.all(this.statements);
    return statements.flatMap(({ log: { restarts }, message: gap, had }) => {
      const missing = had.filter((line) => !known.has(line));
      return missing.length === 0
        ? []
        : [
            `run ${restarts} still had ${missing.length} lines that were never printed (${missing[0]} …) when this was reported: ${gap}`,
          ];
    });
  }

  /** Only the times show which run the log is of: the kubelet may have started another that the Pod's status does not have yet. */
  private async state(log: LogRef, message: string): Promise<Statement> {
    const lines = await Promise.all([this.read(log), this.read(log, '--previous')]);
    const span = await this.spanOf(log);
    const had = lines
      .flat()
      .filter(({ time }) => span !== undefined && time >= span.from && time < span.to)
      .map(({ text }) => text);
    return { log, message, had };
  }

  private async read(
    { namespace, pod, container }: LogRef,
    ...which: string[]
  ): Promise<{ readonly time: string; readonly text: string }[]> {
    const { code, stdout } = await kubectl(
      'logs',
      pod,
      '-n',
      namespace,
      '-c',
      container,
      '--timestamps',
      ...which,
    );
    const lines = code === 0 ? stdout.split('\n').map((line) => STAMPED.exec(line)) : [];
    return lines.flatMap((line) => (line === null ? [] : { time: line[1], text: line[2] }));
  }

  /** @returns undefined if the Pod shows the run no more */
  private async spanOf(log: LogRef): Promise<Span | undefined> {
    for (const enough = Date.now() + BEHIND; ; await sleep(500)) {
      const { code, stdout } = await kubectl(
        'get',
        'pod',
        log.pod,
        '-n',
        log.namespace,
        '-o',
        'json',
      );
      const span = code === 0 ? spanIn(JSON.parse(stdout) as Pod, log) : undefined;
      if (span?.to !== OPEN || Date.now() >= enough) return span;
    }
  }
}

/** Of a container a Pod shows the last two runs. */
function spanIn({ status }: Pod, { container, restarts }: LogRef): Span | undefined {
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const { restartCount = -1, state, lastState } = all.find(({ name }) => name === container) ?? {};
  const current = restartCount === restarts;
  if (current && state?.running !== undefined) {
    return { from: seconds(state.running.startedAt), to: OPEN };
  }
  // What waits has not been counted yet.
  const last =
    restartCount - (state?.waiting === undefined ? 1 : 0) === restarts
      ? lastState?.terminated
      : undefined;
  const run = (current ? state?.terminated : undefined) ?? last;
  return run && { from: seconds(run.startedAt), to: seconds(run.finishedAt) };
}

function seconds(time = ''): string {
  return time.slice(0, '2026-01-01T00:00:00'.length);
}
