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

test('kubernetesVersion rejects a newer field, with the field, the construct and the version', () => {
  expect(messages('1.29', withSuccessPolicy)).toContain(
    '[chart/job] spec.successPolicy: exists since Kubernetes 1.30; 1.29 does not have it',
  );
});

test('kubernetesVersion rejects a field whose feature is not enabled by default', () => {
  expect(messages('1.30', withSuccessPolicy)).toMatch(
    /\[chart\/job\] spec\.successPolicy: .*since Kubernetes 1\.31/,
  );
});

test('kubernetesVersion accepts a field from the version that enables it', () => {
  expect(messages('1.31', withSuccessPolicy)).toBe('');
  expect(messages(undefined, withSuccessPolicy)).toBe('');
});

test('kubernetesVersion rejects newer fields of the Pod', () => {
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

test('kubernetesVersion of the nearest scope applies', () => {
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

test('kubernetesVersion rejects an unknown version when it is set', () => {
  expect(() => JobDefaults.sane().with({ kubernetesVersion: '1.99' })).toThrow(
    'unknown Kubernetes version "1.99"',
  );
});
