import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example failure-policies', () => {
  test('uses each of the four actions once', () => {
    expect(
      synthJobs(app()).map(({ spec }) => (spec.podFailurePolicy as { rules: object[] }).rules[0]),
    ).toEqual([
      { action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } },
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailJob', onPodConditions: [{ type: 'ConfigIssue', status: 'True' }] },
      { action: 'FailIndex', onExitCodes: { operator: 'In', values: [42] } },
    ]);
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
