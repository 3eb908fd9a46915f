import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example parallel-files', () => {
  const [files, sane] = synthJobs(app());

  test('writes only the fields in main.ts under JobDefaults.none()', () => {
    expect(files.metadata).toEqual({ name: 'parallel-file-processing-job' });
    expect(Object.keys(files.spec).sort()).toEqual(['completions', 'parallelism', 'template']);
  });

  test('runs three Pods at once, and needs three successes', () => {
    for (const job of [files, sane]) {
      expect(job.spec).toMatchObject({ completions: 3, parallelism: 3 });
    }
  });

  test('requests resources under JobDefaults.sane()', () => {
    expect(sane.spec.template.spec.containers[0].resources).toMatchObject({
      requests: { cpu: '100m', memory: '128Mi' },
    });
  });

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
