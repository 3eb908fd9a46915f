import { finding, report, unreadable } from './check-report';
import { RULES } from '../../src/kubernetes/rules';
import { STANDARD_INPUT } from '../../src/manifests/read-files';
import { checkSarif } from '../../src/output/check-sarif';

interface Log {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly name: string;
        readonly version: string;
        readonly rules: readonly { readonly id: string }[];
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: object;
        };
      }[];
    }[];
    readonly invocations: readonly { readonly executionSuccessful: boolean }[];
  }[];
}
const run = (...args: Parameters<typeof report>) =>
  (JSON.parse(checkSarif(report(...args), '/repo', '1.2.3')) as Log).runs[0];

describe('checkSarif', () => {
  test('reports a finding with its rule, level, message and place', () => {
    expect(run([finding({ file: '/repo/dist/jobs.yaml' })]).results).toEqual([
      {
        ruleId: 'job/restart-policy',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'spec.template.spec.restartPolicy: "Always" never ends. Fix: use Never' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'dist/jobs.yaml' },
              region: { startLine: 12, startColumn: 22 },
            },
            logicalLocations: [
              {
                fullyQualifiedName: 'shop/Job/migrate#spec.template.spec.restartPolicy',
                kind: 'object',
              },
            ],
          },
        ],
        properties: { severity: 'rejected' },
      },
    ]);
  });

  test('describes each rule with a finding once', () => {
    const {
      tool: { driver },
      results,
    } = run([finding(), unreadable(), finding({ severity: 'warning', rule: 'a/b' }), finding()]);
    expect(driver).toMatchObject({ name: 'cdk8s-jobs', version: '1.2.3' });
    expect(driver.rules.map(({ id }) => id)).toEqual([
      'job/restart-policy',
      'yaml/well-formed',
      'a/b',
    ]);
    const { message, fix } = RULES.find(({ id }) => id === 'job/restart-policy')!;
    expect(driver.rules[0]).toEqual({
      id: 'job/restart-policy',
      shortDescription: { text: message },
      fullDescription: { text: message },
      help: { text: fix },
      defaultConfiguration: { level: 'error' },
    });
    expect(driver.rules[1]).toMatchObject({
      id: 'yaml/well-formed',
      defaultConfiguration: { level: 'error' },
    });
    expect(results.map(({ ruleId, ruleIndex }) => driver.rules[ruleIndex].id === ruleId)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(results.map(({ level }) => level)).toEqual(['error', 'error', 'warning', 'error']);
  });

  test.each([
    ['relative to the folder, with slashes', '/repo/a/b.yaml', 'a/b.yaml'],
    ['with reserved characters escaped', 'a b/ä#1.yaml', 'a%20b/%C3%A4%231.yaml'],
    ['of a file outside of the folder', '../x.yaml', '../x.yaml'],
    ['that stands for standard input', STANDARD_INPUT, 'stdin'],
  ])('writes a URI %s', (_, file, uri) => {
    expect(
      run([finding({ file })]).results[0].locations[0].physicalLocation.artifactLocation.uri,
    ).toBe(uri);
  });

  test('reports whether all input was read', () => {
    expect(run([])).toMatchObject({
      tool: { driver: { rules: [] } },
      results: [],
      invocations: [{ executionSuccessful: true }],
    });
    const skipped = [{ path: 'db', kind: 'chart' as const }];
    expect(run([], { skipped }).invocations).toMatchObject([
      { executionSuccessful: true, toolExecutionNotifications: [{ level: 'note' }] },
    ]);
    expect(run([], { problems: [{ message: 'x' }] }).invocations).toEqual([
      {
        executionSuccessful: false,
        toolExecutionNotifications: [{ level: 'error', message: { text: 'x' } }],
      },
    ]);
  });
});
