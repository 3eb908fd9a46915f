import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { DeployInput, readInput } from '../../../src/deploy/commands/read-input';
import { InputError } from '../../../src/manifests/problem';
import { temporaryFolder } from '../../temporary-folder';

const folder = temporaryFolder('read-input-');
const file = (name: string, ...configMaps: string[]) => {
  const path = join(folder, name);
  writeFileSync(path, configMaps.map((one) => JSON.stringify(configMap(one))).join('\n---\n'));
  return path;
};
const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const chartWith = (app: App, id: string, ...names: string[]) => {
  const chart = new Chart(app, id);
  for (const name of names) new ApiObject(chart, name, configMap(name));
  return chart;
};

async function namesIn(input: DeployInput): Promise<string[]> {
  return (await readInput(input)).map(({ metadata: { name } }) => name);
}

async function problemsOf(input: unknown): Promise<string[]> {
  const error: unknown = await readInput(input as DeployInput).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).problems.map(({ message }) => message);
}

describe('readInput', () => {
  test('takes one manifest or several', async () => {
    expect(await namesIn(configMap('a'))).toEqual(['a']);
    expect(await namesIn([configMap('a'), configMap('b')])).toEqual(['a', 'b']);
    expect(await namesIn([])).toEqual([]);
  });

  test('takes the path of a file or of a folder', async () => {
    const path = file('one.json', 'a');
    expect(await namesIn(path)).toEqual(['a']);
    expect(await namesIn([folder])).toEqual(['a']);
  });

  test('takes a Chart without what is in other charts', async () => {
    const app = new App();
    const chart = chartWith(app, 'one', 'a', 'b');
    chartWith(app, 'two', 'c');
    expect(await namesIn(chart)).toEqual(['a', 'b']);
  });

  test('takes all charts of an App, in the order of their dependencies', async () => {
    const app = new App();
    const first = chartWith(app, 'z', 'last');
    first.addDependency(chartWith(app, 'a', 'first'));
    expect(await namesIn(app)).toEqual(['first', 'last']);
  });

  test('takes a mixed array and keeps its order', async () => {
    const chart = chartWith(new App(), 'chart', 'c');
    const [one, two] = [file('1.yaml', 'a', 'b'), file('2.yaml', 'e')];
    expect(await namesIn([one, chart, configMap('d'), two])).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('takes a custom resource with a field named charts for the manifest that it is', async () => {
    expect(await namesIn({ ...configMap('a'), charts: [] })).toEqual(['a']);
  });

  test.each([
    ['undefined', undefined],
    ['a number', 42],
    ['an array in an array', [[configMap('a')]]],
    ['an object that is not a manifest', { kind: 'ConfigMap' }],
    ['a manifest without a name', { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }],
  ])('rejects %s with what is accepted', async (_, input) => {
    const [message, ...others] = await problemsOf(input);
    expect(message).toMatch(/expected manifests .*, paths of files or folders, or an App or Chart/);
    expect(others).toEqual([]);
  });

  test('reports every error in every part', async () => {
    const missing = join(folder, 'missing.yaml');
    expect(await problemsOf([missing, 42, configMap('a'), join(folder, 'gone')])).toHaveLength(3);
  });

  test('passes on what the synthesis of a chart throws', async () => {
    const failing = {
      toJson: () => {
        throw new TypeError('a defect of the app');
      },
    };
    await expect(readInput(failing)).rejects.toThrow(TypeError);
  });
});
