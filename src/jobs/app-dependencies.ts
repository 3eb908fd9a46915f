import { ApiObject, App, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

/**
 * Adds the dependencies between charts and between API objects that follow from those that users
 * declared, in the same order as `App.synth()`. Returns whether a chart depends on another one; the
 * names of files are numbered then.
 */
export function resolveDependencies(app: App): boolean {
  const findAll = cachedFindAll();
  let dependsOnChart = false;
  const dependOn = (source: Chart, target: Chart) => {
    source.node.addDependency(target);
    dependsOnChart = true;
  };

  for (const parent of findAll(app).filter(Chart.isChart)) {
    parent.node.children.filter(Chart.isChart).forEach((child) => dependOn(parent, child));
  }
  for (const [source, target] of dependenciesOf(findAll(app))) {
    const [sourceChart, targetChart] = [Chart.of(source), Chart.of(target)];
    if (sourceChart !== targetChart) dependOn(sourceChart, targetChart);
  }
  const objectsOf = (construct: IConstruct) =>
    findAll(construct)
      .filter(ApiObject.isApiObject)
      .filter((object) => Chart.of(object) === Chart.of(construct));
  for (const [source, target] of dependenciesOf(findAll(app))) {
    for (const targetObject of objectsOf(target)) {
      for (const sourceObject of objectsOf(source)) {
        if (targetObject !== sourceObject) sourceObject.node.addDependency(targetObject);
      }
    }
  }
  return dependsOnChart;
}

function dependenciesOf(
  constructs: readonly IConstruct[],
): (readonly [source: IConstruct, target: IConstruct])[] {
  return constructs.flatMap((source) =>
    source.node.dependencies.map((target) => [source, target] as const),
  );
}

function cachedFindAll(): (construct: IConstruct) => IConstruct[] {
  const cache = new Map<IConstruct, IConstruct[]>();
  return (construct) => {
    let found = cache.get(construct);
    if (!found) cache.set(construct, (found = construct.node.findAll()));
    return found;
  };
}
