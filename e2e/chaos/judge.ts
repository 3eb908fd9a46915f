import type { Expected } from './workload';
import type { DeployEvent, JobReport, Report } from '../../src/deploy';

/** What a deploy has said of logs. */
export interface Said {
  /** By Job, container and run: the numbers of its lines, as they came. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
  /** Job and container of each log that was reported as incomplete. */
  readonly gaps: readonly string[];
}

export function said(events: readonly DeployEvent[]): Said {
  const lines = new Map<string, number[]>();
  const gaps: string[] = [];
  for (const event of events) {
    if (event.type === 'log') {
      const [run, number, ...rest] = event.text.split(' ');
      const key = `${event.job} ${event.container} ${run}`;
      const known = lines.get(key) ?? [];
      lines.set(key, known);
      known.push(rest.length > 0 ? NaN : Number(number));
    } else if (event.type === 'warning') {
      const [, pod, container] =
        /^log of \S+\/(\S+), container ([^,:\s]+)/.exec(event.message) ?? [];
      if (/ of its Pods? w/.test(event.message)) {
        gaps.push(`${event.object!.name} *: ${event.message}`);
      }
      if (pod !== undefined) {
        gaps.push(
          `${jobOfPod(pod)} ${container}: ${event.message.replace(/.*is incomplete: /, '')}`,
        );
      }
    }
  }
  return { lines, gaps };
}

/** Pods of an Indexed Job carry their index as well. */
function jobOfPod(pod: string): string {
  return pod.split('-')[0];
}

/** Everything in which a deploy differs from what it should have said; nothing if all is well. */
export function differences(
  expected: readonly Expected[],
  report: Report,
  { lines, gaps }: Said,
  all = true,
): string[] {
  return expected.flatMap(
    ({
      manifest: {
        metadata: { name },
      },
      outcome,
      reason,
      writes,
      vanishes = false,
      killed = false,
    }) => {
      const found: string[] = [];
      const job = report.jobs.find((candidate) => candidate.name === name);
      if (job?.outcome !== outcome || job.reason !== reason) {
        found.push(
          `${name} is ${job?.outcome} (${job?.reason}: ${job?.message}), not ${outcome} (${reason})`,
        );
      }
      for (const [container, { runs, lines: many }] of Object.entries(writes)) {
        const gap = gaps.find(
          (one) => one.startsWith(`${name} ${container}:`) || one.startsWith(`${name} *:`),
        );
        if (gap !== undefined && !vanishes) {
          found.push(`${name}/${container}: a gap is reported, though its Pod exists: ${gap}`);
        }
        const written = [...lines].filter(([key]) => key.startsWith(`${name} ${container} `));
        for (const [key, numbers] of written) {
          const wrong = numbers.findIndex((number, i) => number !== i + 1);
          const complete = numbers.length === many || gap !== undefined || killed;
          if (wrong >= 0 && !(gap !== undefined && increases(numbers))) {
            found.push(
              `${key}: after ${numbers.slice(Math.max(0, wrong - 3), wrong)} comes ${numbers.slice(wrong, wrong + 3)}`,
            );
          } else if (!complete) {
            found.push(`${key}: ${numbers.length} lines of ${many}`);
          }
        }
        const counted = many > 0 ? written.length : runs;
        if (all && counted < (killed ? runs - 1 : runs) && gap === undefined) {
          found.push(`${name}/${container}: ${counted} of ${runs} runs have written`);
        }
        if (counted > runs && !killed) {
          found.push(`${name}/${container}: ${counted} runs have written, not ${runs}`);
        }
      }
      return found;
    },
  );
}

function increases(numbers: readonly number[]): boolean {
  return numbers.every((number, i) => i === 0 || number > numbers[i - 1]);
}

/** What the attempts of Jobs must have in common with those of a run that nothing disturbed. */
export function attempts(expected: readonly Expected[], jobs: readonly JobReport[]): string[] {
  return expected
    .filter(({ vanishes }) => !vanishes)
    .flatMap(
      ({
        manifest: {
          metadata: { name },
        },
      }) => {
        const reported = jobs.find((job) => job.name === name)?.attempts ?? [];
        return reported
          .map(
            ({ index, container, exitCode, reason }) =>
              `${name} ${index} ${container} ${exitCode} ${reason}`,
          )
          .sort();
      },
    );
}
