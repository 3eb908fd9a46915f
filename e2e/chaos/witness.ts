import type { DeployEvent, LogRef } from '../../src/deploy';
import { kubectl } from '../harness';

/** What the kubelet says in the place of a line when it has the log no more. */
const NONE = 'unable to retrieve container logs';

interface Statement {
  readonly log: LogRef;
  readonly told: string;
  /** The lines that there were of it. */
  readonly had: readonly string[];
}

/** Asks the cluster itself, over a line that nothing disturbs, what there still is of a log at the moment in which a deploy says that it is not complete. */
export class Witness {
  private readonly statements: Promise<Statement>[] = [];

  public see(event: DeployEvent): void {
    if (event.type === 'warning' && event.log !== undefined) this.statements.push(this.state(event.log, event.message));
  }

  /** @param told the lines that were told until the end of the deploy */
  public async falseGaps(told: readonly string[]): Promise<string[]> {
    const known = new Set(told);
    const statements = await Promise.all(this.statements);
    return statements.flatMap(({ log: { restarts }, told: gap, had }) => {
      const missing = had.filter((line) => !known.has(line));
      return missing.length === 0 ? [] : [`run ${restarts} still had ${missing.length} lines that were never told (${missing[0]} …) when this was told: ${gap}`];
    });
  }

  private async state(log: LogRef, told: string): Promise<Statement> {
    const { namespace, pod, container } = log;
    const which = await this.place(log);
    if (which === undefined) return { log, told, had: [] };
    const { code, stdout } = await kubectl('logs', pod, '-n', namespace, '-c', container, ...which === 'previous' ? ['--previous'] : []);
    // What was read was of another run if that has begun meanwhile.
    const had = code === 0 && await this.place(log) === which ? stdout.split('\n').filter((line) => line !== '' && !line.startsWith(NONE)) : [];
    return { log, told, had };
  }

  /** Of a container the kubelet has the last two runs. @returns undefined if it cannot have the log */
  private async place({ namespace, pod, container, restarts }: LogRef): Promise<'current' | 'previous' | undefined> {
    const path = `{.status.containerStatuses[?(@.name=="${container}")].restartCount}`;
    const { code, stdout } = await kubectl('get', 'pod', pod, '-n', namespace, '-o', `jsonpath=${path}`);
    if (code !== 0 || stdout === '') return undefined;
    return ({ 0: 'current', 1: 'previous' } as const)[Number(stdout) - restarts];
  }
}
