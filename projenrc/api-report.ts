/**
 * Writes api/*.api.md: the signatures of everything that an entry of the package exports. A change of the public API then
 * shows as a change of these files, which a review sees. test/docs/api-report.test.ts fails when they are out of date.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const ROOT = resolve(__dirname, '..');

/** The entry points of the package, each with the source that declares it. */
const ENTRIES = {
  'cdk8s-jobs': 'index',
  'cdk8s-jobs-deploy': 'deploy/index',
  'cdk8s-jobs-testing': 'testing/index',
  'cdk8s-jobs-worker': 'worker/index',
} as const;

const reportFileName = (name: string) => `${name}.api.md`;

export const REPORTS = Object.keys(ENTRIES).map(reportFileName);

/** Writes the report of each entry into a folder, made from the sources as they are now. */
export function writeApiReports(reportFolder: string): void {
  // lib may be missing or older than the sources, so the declarations are compiled again.
  const project = mkdtempSync(join(tmpdir(), 'cdk8s-jobs-api-'));
  try {
    cpSync(join(ROOT, 'package.json'), join(project, 'package.json'));
    symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'), 'junction');
    execFileSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/typescript/bin/tsc'),
        ...[
          '--project',
          join(ROOT, 'tsconfig.json'),
          '--incremental',
          'false',
          '--composite',
          'false',
        ],
        ...[
          '--emitDeclarationOnly',
          '--declaration',
          '--inlineSourceMap',
          'false',
          '--inlineSources',
          'false',
        ],
        ...['--outDir', join(project, 'lib')],
      ],
      { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
    );
    mkdirSync(reportFolder, { recursive: true });
    for (const [name, source] of Object.entries(ENTRIES)) {
      writeReport(project, join(project, 'lib', `${source}.d.ts`), name, reportFolder);
    }
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function writeReport(project: string, entry: string, name: string, reportFolder: string): void {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(project, 'package.json'),
    configObject: {
      projectFolder: project,
      mainEntryPointFilePath: entry,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2022',
            lib: ['ES2022'],
            module: 'Node16',
            moduleResolution: 'Node16',
            strict: true,
            skipLibCheck: true,
            types: ['node'],
          },
          files: [entry],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: reportFileName(name),
        reportFolder,
        reportTempFolder: join(project, 'temp'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.None },
          // A type that is part of a signature but not exported: users can't name it.
          'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
  const { errorCount } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      if (message.logLevel !== ExtractorLogLevel.Error) message.handled = true;
    },
  });
  if (errorCount > 0) throw new Error(`api-extractor found ${errorCount} errors in ${name}`);
}

/** Content of the reports in a folder, by file name. */
export function readApiReports(folder: string): Record<string, string> {
  return Object.fromEntries(
    REPORTS.map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
}

if (require.main === module) writeApiReports(join(ROOT, 'api'));
