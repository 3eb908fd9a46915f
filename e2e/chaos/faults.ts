import type { IncomingMessage } from 'node:http';
import { between, chance } from './chance';

/** What a request is for, as far as faults differ by it. */
export type Kind = 'watch' | 'log' | 'list' | 'read' | 'apply';

/** What can happen to a request on its way. */
export type Fault =
  | 'reset' // the connection, before the request arrives
  | 'lost-answer' // the server acts, and its answer is dropped
  | 'cut' // the connection, in the middle of the answer
  | 'short' // the answer ends in its middle as if it were whole, as it does where the API server loses the kubelet
  | 'stall' // the answer stops for a while
  | 'stall-and-cut'
  | 'delay' // before the request arrives
  | '429'
  | '500'
  | '503'
  | '401'
  | '410' // in place of the server
  | 'error-410'
  | 'error-500' // as events of a watch
  | 'early-end' // a watch that the server ends after seconds, not minutes
  | 'no-bookmarks'
  | 'outage'; // nothing listens, and all connections are reset; it is planned by time, not by request

export const ALL_FAULTS: readonly Fault[] = [
  'reset',
  'lost-answer',
  'cut',
  'short',
  'stall',
  'stall-and-cut',
  'delay',
  '429',
  '500',
  '503',
  '401',
  '410',
  'error-410',
  'error-500',
  'early-end',
  'no-bookmarks',
  'outage',
];
const EVERYWHERE: readonly Fault[] = [
  'reset',
  'cut',
  'stall',
  'stall-and-cut',
  'delay',
  '429',
  '500',
  '503',
  '401',
];
const FAULTS: Readonly<Record<Kind, readonly Fault[]>> = {
  watch: [
    ...EVERYWHERE,
    'short',
    '410',
    'error-410',
    'error-410',
    'error-500',
    'error-500',
    'early-end',
    'no-bookmarks',
    'no-bookmarks',
  ],
  log: [...EVERYWHERE, 'short', 'cut', 'short'],
  list: [...EVERYWHERE, 'short', '410'],
  read: [...EVERYWHERE, 'short'],
  apply: [...EVERYWHERE, 'lost-answer', 'lost-answer', 'short'],
};
/** How many of the requests are met by a fault. */
const OFTEN: Readonly<Record<Kind, number>> = {
  watch: 0.7,
  log: 0.6,
  list: 0.5,
  read: 0.3,
  apply: 0.3,
};
/** Time limits of deploy are not tested here, so faults end before them. */
const MOST_IN_A_ROW = 3;

export interface Planned {
  readonly fault: Fault;
  /** After so many bytes of the answer. */
  readonly bytes: number;
  /** How long a delay or a stall is, in milliseconds. */
  readonly milliseconds: number;
}

/** What happens to which request: the same for the same seed and the same request, counted among those that ask for the same. */
export class Plan {
  private readonly asked = new Map<string, number>();
  private readonly inARow = new Map<string, number>();

  public constructor(private readonly seed: number) {}

  public next(kind: Kind, request: IncomingMessage): Planned | undefined {
    const subject = subjectOf(kind, request);
    const nth = (this.asked.get(subject) ?? 0) + 1;
    this.asked.set(subject, nth);
    const inARow = this.inARow.get(subject) ?? 0;
    if (chance(this.seed, subject, nth) >= OFTEN[kind] || inARow >= MOST_IN_A_ROW) {
      this.inARow.set(subject, 0);
      return undefined;
    }
    this.inARow.set(subject, inARow + 1);
    const faults = FAULTS[kind];
    return {
      fault: faults[between(0, faults.length - 1, this.seed, subject, nth, 'fault')],
      // Early cuts are as likely as late ones, whatever the length.
      bytes: Math.floor(2 ** (chance(this.seed, subject, nth, 'bytes') * 16)) - 1,
      milliseconds: between(
        100,
        kind === 'apply' ? 1_000 : 3_000,
        this.seed,
        subject,
        nth,
        'milliseconds',
      ),
    };
  }

  /** When nothing listens, in milliseconds from the first contact. */
  public outages(): readonly { readonly from: number; readonly to: number }[] {
    return Array.from({ length: between(0, 2, this.seed, 'outages') }, (_, i) => {
      const from = i * 8_000 + between(500, 6_000, this.seed, 'outage', i);
      return { from, to: from + between(300, 2_500, this.seed, 'outage', i, 'length') };
    });
  }
}

export function kindOf({ method, url = '' }: IncomingMessage): Kind {
  if (method !== 'GET') return 'apply';
  if (url.includes('watch=1')) return 'watch';
  if (/\/log\?/.test(url)) return 'log';
  return url.includes('limit=') ? 'list' : 'read';
}

/** Names of Pods end by chance, namespaces are new each time, and versions differ. */
function subjectOf(kind: Kind, { method, url = '' }: IncomingMessage): string {
  const path = url.split('?')[0].replace(/\/namespaces\/[^/]+/, '');
  const container = new URLSearchParams(url.split('?')[1]).get('container') ?? '';
  return `${method} ${kind === 'log' ? path.replace(/-[a-z0-9]{5}\/log$/, '') : path} ${container} ${url.includes('dryRun') ? 'rehearsal' : ''}`;
}
