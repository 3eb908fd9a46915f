import { App, Chart, Testing } from 'cdk8s';
import { IndexedJob, JobDefaults, SimpleJob, SuccessPolicy } from '../../src';

function messages(kubernetesVersion: string | undefined, make: (chart: Chart) => void): string {
  const chart = new Chart(new App(), 'chart');
  JobDefaults.none().with({ kubernetesVersion }).applyTo(chart);
  make(chart);
  try {
    Testing.synth(chart);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

const withSuccessPolicy = (chart: Chart) =>
  void new IndexedJob(chart, 'job', {
    image: 'i',
    completions: 2,
    successPolicy: SuccessPolicy.indexes(0),
  });

test('a field that the version does not have is an error that names field, construct and version', () => {
  expect(messages('1.29', withSuccessPolicy)).toContain(
    '[chart/job] spec.successPolicy: exists since Kubernetes 1.30; 1.29 does not have it',
  );
});

test('so is one that is not on by default yet', () => {
  expect(messages('1.30', withSuccessPolicy)).toMatch(
    /\[chart\/job\] spec\.successPolicy: .*since Kubernetes 1\.31/,
  );
});

test('a field is accepted from its version on', () => {
  expect(messages('1.31', withSuccessPolicy)).toBe('');
  expect(messages(undefined, withSuccessPolicy)).toBe('');
});

test('it holds for fields of the Pod as well', () => {
  const make = (chart: Chart) =>
    void new SimpleJob(chart, 'job', {
      image: 'i',
      initContainers: [{ image: 'p', name: 'p', restartPolicy: 'Always' }],
    });
  expect(messages('1.27', make)).toContain(
    '[chart/job] spec.template.spec.initContainers[0].restartPolicy: exists since Kubernetes 1.28',
  );
  expect(messages('1.29', make)).toBe('');
});

test('the nearest scope decides', () => {
  const app = new App();
  JobDefaults.none().with({ kubernetesVersion: '1.29' }).applyTo(app);
  const chart = new Chart(app, 'chart');
  const job = new IndexedJob(chart, 'job', {
    image: 'i',
    completions: 2,
    successPolicy: SuccessPolicy.indexes(0),
  });
  expect(() => app.synthYaml()).toThrow('spec.successPolicy');
  JobDefaults.none().with({ kubernetesVersion: '1.33' }).applyTo(job);
  expect(app.synthYaml()).toContain('successPolicy');
});

test('rejects an unknown version at once', () => {
  expect(() => JobDefaults.sane().with({ kubernetesVersion: '1.99' })).toThrow(
    'unknown Kubernetes version "1.99"',
  );
});
