import { Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_FINDINGS, EXIT_USAGE } from './exit-code';
import { InputFlags, inputOptions, inputPaths } from './input-options';
import { runCommand } from './run-command';
import { explainCronJob } from '../explain/explain-cron-job';
import { explainJob } from '../explain/explain-job';
import type { JsonObject } from '../kubernetes/json';
import { isCronJobManifest, JobManifest, Manifest } from '../kubernetes/manifest';
import { findErrorsOnEveryVersion } from '../kubernetes/rules/preflight';
import { parseTime } from '../kubernetes/time';
import type { LocatedFinding } from '../manifests/check-report';
import { ManifestChecker } from '../manifests/manifest-checker';
import { formatSource, Problem } from '../manifests/problem';
import { documentsInPaths } from '../manifests/read-files';
import { skippedMessage, SkippedSource } from '../manifests/skipped';
import { checkText, problemLines } from '../output/check-text';
import { colorsFor } from '../output/colors';
import { ExplainedCronJob, ExplainedJob, explainJson } from '../output/explain-json';
import { explainText } from '../output/explain-text';

interface ExplainFlags extends InputFlags {
  readonly from?: Date;
  readonly runs: number;
  readonly output: 'text' | 'json';
}

type Explained = ExplainedJob | ExplainedCronJob;

const DEFAULT_RUNS = 5;
const MAX_RUNS = 1000;
const DEFAULT_COLUMNS = 80;

const HELP = `
Examples:
  cdk8s-jobs explain dist/
  cdk8s-jobs explain --synth -o json | jq '.objects[].bounds.pods'
  cdk8s-jobs explain nightly.yaml --runs 10 --from 2027-03-27T00:00:00Z

Exit codes:
  0   no errors
  1   errors: a Job or CronJob that the API server rejects, or that never starts
  2   usage error, or input that cannot be read
  70  internal error
  74  output could not be written
  129, 130, 143  interrupted by SIGHUP, SIGINT, SIGTERM`;

export const explainCommand = inputOptions(new Command('explain'))
  .summary('Print the most Pods, retries and time of Jobs, and next runs')
  .description(
    'Calculates within which limits Jobs and CronJobs (batch/v1) stay, whatever their Pods do: ' +
      'Pods, retries and the pauses between them, the latest end, and the next runs of a CronJob ' +
      'with changes of the clocks. Needs no cluster and no network.',
  )
  .optionsGroup('Explain options:')
  .addOption(
    new Option('--runs <number>', 'Next runs of a CronJob to list')
      .argParser(parseRuns)
      .default(DEFAULT_RUNS),
  )
  .addOption(
    new Option(
      '--from <time>',
      'List the runs after this RFC 3339 time, such as 2027-03-27T00:00:00Z (default: now)',
    ).argParser(parseFrom),
  )
  .addOption(
    new Option('-o, --output <format>', 'Format of the result')
      .choices(['text', 'json'])
      .default('text'),
  )
  .addHelpText('after', HELP)
  .action((args: string[], flags: ExplainFlags) =>
    runCommand(
      flags.output === 'json' ? ({ errors }) => printJson({ objects: [], errors }) : undefined,
      (interrupt) => interrupt.race(runExplain(args, flags)),
    ),
  );

async function runExplain(args: string[], flags: ExplainFlags): Promise<number> {
  const { from = new Date(), runs, output } = flags;
  const { objects, problems, skipped, checker } = await explainPaths(
    await inputPaths(args, flags),
    (manifest) => explainObject(manifest, from, runs),
  );
  const { findings, counts } = checker;
  const colors = colorsFor(process.stderr);
  process.stderr.write(problemLines(problems, colors));
  if (findings.length + skipped.length > 0) {
    process.stderr.write(checkText({ findings, counts, skipped }, colors));
  }
  if (output === 'json') {
    printJson({ objects, errors: [...problems, ...findings.map(errorOf)], skipped });
  } else {
    const { columns = DEFAULT_COLUMNS } = process.stdout;
    process.stdout.write(explainText(objects, colorsFor(process.stdout), columns));
  }
  if (problems.length > 0) return EXIT_USAGE;
  return findings.length > 0 ? EXIT_FINDINGS : 0;
}

function printJson({
  objects,
  errors,
  skipped = [],
}: {
  readonly objects: readonly Explained[];
  readonly errors: readonly { readonly message: string }[];
  readonly skipped?: readonly SkippedSource[];
}): void {
  const document = {
    schemaVersion: 1,
    objects,
    errors: errors.map(({ message }) => ({ message })),
    skipped: skipped.map((each) => ({ ...each, message: skippedMessage(each, 'explain') })),
  } as const;
  process.stdout.write(explainJson(document));
}

function errorOf(finding: LocatedFinding): { readonly message: string } {
  const field = finding.field === null ? '' : `${finding.field}: `;
  return { message: `${formatSource(finding)}: ${field}${finding.message}; ${finding.fix}` };
}

/** Explains each Job and CronJob that the API server accepts. */
async function explainPaths(
  paths: readonly string[],
  explain: (manifest: JsonObject) => Explained,
) {
  const objects: Explained[] = [];
  const problems: Problem[] = [];
  const skipped: SkippedSource[] = [];
  const checker = new ManifestChecker((manifest) => {
    const findings = findErrorsOnEveryVersion(manifest);
    const isAccepted = findings?.every(({ severity }) => severity !== 'rejected');
    if (isAccepted) objects.push(explain(manifest));
    return findings;
  });
  const listener = {
    onUnreadable: (problem: Problem) => problems.push(problem),
    onSkipped: (source: SkippedSource) => skipped.push(source),
  };
  for await (const document of documentsInPaths(paths, listener)) checker.checkDocument(document);
  skipped.push(...[...checker.templates].map((path) => ({ path, kind: 'template' as const })));
  const { findings, counts } = checker;
  const found = findings.length + skipped.length + counts.checked + counts.otherObjects;
  if (problems.length + found === 0) {
    problems.push({ message: `${paths.join(', ')}: no manifests found` });
  }
  return { objects, problems, skipped, checker };
}

function explainObject(object: JsonObject, from: Date, runs: number): Explained {
  const manifest = object as unknown as Manifest;
  const { namespace = null, name, generateName = '' } = manifest.metadata;
  const of = { namespace, name: name ?? String(generateName) };
  return isCronJobManifest(manifest)
    ? { kind: 'CronJob', ...of, bounds: explainCronJob(manifest, from, runs) }
    : { kind: 'Job', ...of, bounds: explainJob(manifest as JobManifest) };
}

function parseRuns(text: string): number {
  const runs = Number(text);
  if (/^\d+$/.test(text) && runs >= 1 && runs <= MAX_RUNS) return runs;
  throw new InvalidArgumentError(`It must be a number from 1 to ${MAX_RUNS}.`);
}

function parseFrom(text: string): Date {
  const seconds = parseTime(text);
  if (seconds !== undefined) return new Date(seconds * 1000);
  throw new InvalidArgumentError('It must be an RFC 3339 time, such as 2027-03-27T00:00:00Z.');
}
