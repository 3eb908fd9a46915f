import { Chart, Testing } from 'cdk8s';
import { SimpleJob } from '../../src';

const synth = (image: string, reasons?: string) => {
  const chart = new Chart(Testing.app(), 'chart');
  const annotations: Record<string, string> = {};
  if (reasons !== undefined) annotations['cdk8s-jobs/ignore'] = reasons;
  new SimpleJob(chart, 'job', { image, metadata: { annotations } });
  return () => Testing.synth(chart);
};

describe('a Job at synth', () => {
  test.each(['ko://example.com/cmd/report', 'registry.example.com/report:${TAG}'])(
    'may have an image that another tool fills in: %s',
    (image) => {
      expect(synth(image)).not.toThrow();
    },
  );

  test('may be an exception of a rule, with a reason', () => {
    const image = 'registry.example.com/Report:1.4';
    expect(synth(image)).toThrow('image: "registry.example.com/Report:1.4" is not a valid');
    expect(synth(image, 'container/image-name: a webhook rewrites it')).not.toThrow();
  });

  test('cannot be an exception without a reason', () => {
    const image = 'registry.example.com/Report:1.4';
    expect(synth(image, 'container/image-name')).toThrow(
      'metadata.annotations[cdk8s-jobs/ignore]: "container/image-name" has no reason',
    );
  });
});
