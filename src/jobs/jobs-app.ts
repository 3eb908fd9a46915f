import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ApiObject,
  App,
  AppProps,
  Chart,
  DependencyGraph,
  Names,
  Yaml,
  YamlOutputType,
} from 'cdk8s';
import { resolveDependencies } from './app-dependencies';
import { JobObject } from './job-object';
import { WRITES_QUOTES } from './yaml-problems';
import { YamlWriter } from './yaml-writer';

/**
 * An app that writes the same files as the `App` of cdk8s, byte for byte, in a fraction of the
 * time: it validates all constructs once instead of once for each chart, and writes plain YAML
 * itself. Worthwhile from some hundreds of Jobs on.
 *
 * Strings that kubectl would not read back from the YAML of cdk8s, such as a script that begins
 * with a tab, are errors at synth in other apps. This app writes them in double quotes.
 *
 * ```ts
 * const app = new JobsApp();
 * ```
 */
export class JobsApp extends App {
  /** @internal */
  public readonly [WRITES_QUOTES] = true;
  private readonly recordsMetadata: boolean;

  public constructor(props: AppProps = {}) {
    super(props);
    this.recordsMetadata =
      props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /** Validates the app, and writes its manifests into files below `outdir`. */
  public synth(): void {
    mkdirSync(this.outdir, { recursive: true });
    this.validateOnce();
    const isNumbered = resolveDependencies(this);
    const { charts } = this;
    const write = this.fileWriter();
    switch (this.yamlOutputType) {
      case YamlOutputType.FILE_PER_APP:
        if (charts.length > 0) write('app', charts.flatMap(manifestsOf));
        break;
      case YamlOutputType.FILE_PER_CHART:
        charts.forEach((chart, i) => write(chartName(chart, i, isNumbered), manifestsOf(chart)));
        break;
      case YamlOutputType.FILE_PER_RESOURCE:
        for (const manifest of charts.flatMap(manifestsOf)) {
          write(fileName(manifest.kind, manifest.metadata.name), [manifest]);
        }
        break;
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        charts.forEach((chart, i) => {
          const folder = chartName(chart, i, isNumbered);
          mkdirSync(join(this.outdir, folder), { recursive: true });
          for (const object of objectsOf(chart)) {
            write(join(folder, fileName(object.kind, object.metadata.name)), [manifestOf(object)]);
          }
        });
        break;
    }
    if (this.recordsMetadata) this.writeMetadata(charts.flatMap(objectsOf));
  }

  /** Validates the app, and returns its manifests as YAML. */
  public synthYaml(): string {
    resolveDependencies(this);
    this.validateOnce();
    return toYaml(new YamlWriter(Yaml.stringify.bind(Yaml)), this.charts.flatMap(manifestsOf));
  }

  /** @throws Error with all problems of all constructs, as `App.synth()` does */
  private validateOnce(): void {
    const problems = this.node
      .findAll()
      .flatMap(({ node }) => node.validate().map((problem) => `[${node.path}] ${problem}`));
    if (problems.length > 0) {
      throw new Error(`Validation failed with the following errors:\n  ${problems.join('\n  ')}`);
    }
  }

  private fileWriter(): (name: string, manifests: readonly unknown[]) => void {
    const writer = new YamlWriter(Yaml.stringify.bind(Yaml));
    return (name, manifests) =>
      writeFileSync(
        join(this.outdir, `${name}${this.outputFileExtension}`),
        toYaml(writer, manifests),
      );
  }

  private writeMetadata(objects: readonly ApiObject[]): void {
    const resources = Object.fromEntries(
      objects.map(({ name, node }) => [name, { path: node.path }]),
    );
    writeFileSync(
      join(this.outdir, 'construct-metadata.json'),
      JSON.stringify({ version: '1.0.0', resources }),
    );
  }
}

function toYaml(writer: YamlWriter, manifests: readonly unknown[]): string {
  return manifests.map((manifest) => writer.document(manifest)).join('---\n');
}

/** The manifests of a chart. A chart that overrides `toJson()` renders them itself. */
function manifestsOf(chart: Chart): any[] {
  return chart.toJson === Chart.prototype.toJson
    ? objectsOf(chart).map(manifestOf)
    : Object.values(chart.toJson());
}

/** The manifest of an object, which was validated just before. */
function manifestOf(object: ApiObject): any {
  return JobObject.is(object) ? object.takeValidated() : object.toJson();
}

/** The objects of a chart, without those of nested charts, in the order of their dependencies. */
function objectsOf(chart: Chart): ApiObject[] {
  return new DependencyGraph(chart.node)
    .topology()
    .filter(ApiObject.isApiObject)
    .filter((object) => Chart.of(object) === chart);
}

function chartName(chart: Chart, index: number, isNumbered: boolean): string {
  const name = Names.toDnsLabel(chart);
  return isNumbered ? `${String(index).padStart(4, '0')}-${name}` : name;
}

function fileName(kind: string, name: string | undefined): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
