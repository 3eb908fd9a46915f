import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, AppProps, Chart, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { IndexedJob, JobsApp, RerunPolicy, ScheduledJob, SimpleJob } from '../../src';
import { temporaryFolder } from '../temporary-folder';

/** The files of an app by their paths. */
function synthesized(type: typeof App, props: AppProps, compose: (app: App) => void) {
  const outdir = temporaryFolder('jobs-app-');
  const app = new type({ ...props, outdir });
  compose(app);
  app.synth();
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Object.fromEntries(
    files.map((file) => [file.slice(outdir.length), readFileSync(file, 'utf8')]),
  );
}

interface ChartPlan {
  readonly isNested: boolean;
  readonly constructs: readonly number[];
}

/** Creates a construct of each kind that the plan may ask for. */
function addConstruct(chart: Chart, kind: number, id: string): void {
  const text = 'echo "on: true"\nexit # 0';
  switch (kind) {
    case 0:
      new SimpleJob(chart, id, { image: 'i', args: [text] });
      break;
    case 1:
      new IndexedJob(chart, id, { image: 'i', items: ['a', '07', text] }).exposePods();
      break;
    case 2:
      new ScheduledJob(chart, id, { image: 'i', schedule: '@daily', isolate: true });
      break;
    case 3:
      new kplus.ConfigMap(chart, id, { data: { text, empty: '', yes: 'yes' } });
      break;
    case 4:
      new ApiObject(chart, id, { apiVersion: 'v1', kind: 'X', spec: { ratio: 0.5, nothing: [] } });
      break;
    default:
      new SimpleJob(chart, id, { image: 'i', rerunPolicy: RerunPolicy.always() });
  }
}

function build(plans: readonly ChartPlan[], dependencies: readonly [number, number][]) {
  return (app: App) => {
    const charts: Chart[] = [];
    plans.forEach(({ isNested, constructs }, c) => {
      const scope = isNested && charts.length > 0 ? charts[charts.length - 1] : app;
      const chart = new Chart(scope, `chart-${c}`);
      charts.push(chart);
      constructs.forEach((kind, i) => addConstruct(chart, kind, `object-${i}`));
    });
    const targets = [...charts, ...charts.flatMap(({ node }) => node.children)];
    for (const [from, to] of dependencies) {
      const [source, target] = [targets[from % targets.length], targets[to % targets.length]];
      // Only from later to earlier ones, and not into a scope of itself: cdk8s refuses circles.
      if (
        from % targets.length > to % targets.length &&
        !source.node.scopes.includes(target) &&
        !target.node.scopes.includes(source)
      ) {
        source.node.addDependency(target);
      }
    }
  };
}

const plan = fc.tuple(
  fc.array(
    fc.record({
      isNested: fc.boolean(),
      constructs: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
    }),
    { maxLength: 4 },
  ),
  fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 4 }),
);

/** The outcome of a synthesis, or the message of its error. */
function outcome<Result>(synth: () => Result): Result | string {
  try {
    return synth();
  } catch (error) {
    return (error as Error).message;
  }
}

const OUTPUT_TYPES = Object.values(YamlOutputType).filter((type) => typeof type === 'number');

describe('JobsApp', () => {
  test.each(OUTPUT_TYPES.map((type) => [YamlOutputType[type], type] as const))(
    'writes what App writes by %s',
    (_, yamlOutputType) => {
      fc.assert(
        fc.property(plan, fc.boolean(), ([plans, dependencies], recordConstructMetadata) => {
          const props = { yamlOutputType, recordConstructMetadata };
          const [ours, theirs] = [JobsApp, App].map((type) =>
            outcome(() => synthesized(type, props, build(plans, dependencies))),
          );
          expect(ours).toEqual(theirs);
        }),
        { numRuns: 40 },
      );
    },
  );

  test('returns the string that App returns', () => {
    fc.assert(
      fc.property(plan, ([plans, dependencies]) => {
        const [ours, theirs] = [JobsApp, App].map((type) =>
          outcome(() => {
            const app = new type();
            build(plans, dependencies)(app);
            return app.synthYaml();
          }),
        );
        expect(ours).toBe(theirs);
      }),
      { numRuns: 40 },
    );
  });

  test('validates all constructs once', () => {
    const app = new JobsApp({ outdir: temporaryFolder('jobs-app-') });
    for (const id of ['a', 'b']) new SimpleJob(new Chart(app, id), 'job', { image: 'i' });
    const validate = jest.fn(() => []);
    app.node.addValidation({ validate });
    app.synth();
    expect(validate).toHaveBeenCalledTimes(1);
  });

  test('writes what changed between two syntheses in one turn', () => {
    const app = new JobsApp({ outdir: temporaryFolder('jobs-app-') });
    const job = new SimpleJob(new Chart(app, 'chart'), 'job', { image: 'i' });
    app.synth();
    job.addContainer({ image: 'added', name: 'other' });
    app.synth();
    expect(readFileSync(join(app.outdir, 'chart.k8s.yaml'), 'utf8')).toContain('image: added');
  });

  test('throws the error of App when constructs are not valid', () => {
    const messages = [JobsApp, App].map((type) => {
      const app = new type();
      const chart = new Chart(app, 'chart');
      new SimpleJob(chart, 'a', { image: 'i', backoffLimit: -1 });
      new SimpleJob(chart, 'b', {});
      return [() => app.synth(), () => app.synthYaml()].map(outcome);
    });
    expect(messages[0]).toEqual(messages[1]);
    expect(messages[0][0]).toContain('[chart/a] spec.backoffLimit');
  });

  test('leaves a chart that overrides toJson() its own way', () => {
    class Marked extends Chart {
      public toJson(): any[] {
        return super.toJson().map((object) => ({ ...object, marked: true }));
      }
    }
    const app = new JobsApp();
    new SimpleJob(new Marked(app, 'chart'), 'job', { image: 'i' });
    expect(app.synthYaml()).toContain('marked: true');
  });
});
