import { ApiObject, App, Chart, DependencyGraph } from 'cdk8s';
import type { Construct } from 'constructs';
import { writingQuickly } from './yaml-writer';

/** What has been worked out in the synthesis that an app is in the midst of. */
const underway = new WeakMap<App, Map<object, unknown>>();
const watched = new WeakSet<Construct>();
const preparations = new WeakMap<App, Set<() => void>>();

/**
 * Does a piece of work once while an app, or a chart of it, is synthesized: cdk8s asks all constructs of the app again for each of its
 * charts, and nobody can change them between. Outside of a synthesis it is done each time, since things may have changed.
 */
export function oncePerSynthesis<Result>(
  scope: Construct,
  key: object,
  work: () => Result,
): Result {
  const done = synthesisOf(scope);
  if (!done) return work();
  if (!done.has(key)) done.set(key, work());
  return done.get(key) as Result;
}

export function isBeingSynthesized(scope: Construct): boolean {
  return synthesisOf(scope) !== undefined;
}

/** Takes notice of when an app, or the chart that the scope is in, is synthesized. cdk8s has no other way to be told. */
export function watchSynthesis(scope: Construct): void {
  const app = appOf(scope);
  if (!app) return;
  watch(app, () => {
    app.synth = during(app, writingQuickly(app.synth.bind(app)));
    app.synthYaml = during(app, writingQuickly(app.synthYaml.bind(app)));
  });
  const chart = Chart.of(scope);
  watch(chart, () => {
    const own = chart.toJson.bind(chart);
    chart.toJson = during(
      app,
      own,
      chart.toJson === Chart.prototype.toJson ? () => manifestsOf(chart) : own,
    );
  });
}

/** Does something at the beginning of each synthesis, when constructs may still be added. */
export function prepareSynthesis(scope: Construct, prepare: () => void): void {
  const app = appOf(scope);
  if (app) preparations.set(app, (preparations.get(app) ?? new Set()).add(prepare));
}

/** The app that a construct is in; charts may stand alone. */
export function appOf(scope: Construct): App | undefined {
  const { root } = scope.node;
  return root instanceof App ? root : undefined;
}

function synthesisOf(scope: Construct): Map<object, unknown> | undefined {
  const app = appOf(scope);
  return app && underway.get(app);
}

function watch(construct: Construct, patch: () => void): void {
  if (watched.has(construct)) return;
  watched.add(construct);
  patch();
}

/** @param within what is done in the midst of another synthesis: of a chart, while its app is synthesized */
function during<Result>(app: App, synthesize: () => Result, within = synthesize): () => Result {
  return () => {
    if (underway.has(app)) return within();
    for (const prepare of preparations.get(app) ?? []) prepare();
    underway.set(app, new Map());
    try {
      return synthesize();
    } finally {
      underway.delete(app);
    }
  };
}

/**
 * What a chart gives while its app is synthesized. By then the app has been validated and its dependencies are known; cdk8s would do both
 * again for each chart, with all the constructs of all of them.
 */
function manifestsOf(chart: Chart): unknown[] {
  const objects = new DependencyGraph(chart.node).topology().filter(ApiObject.isApiObject);
  return objects.filter((object) => object.chart === chart).map((object) => object.toJson());
}
