import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { deployReport, logLines } from '../deploy/cli';
import { inNamespace } from '../harness';
import { SimpleJob } from 'cdk8s-jobs';
import { Manifest } from 'cdk8s-jobs/deploy';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

test('a Job has a token under sane defaults when it has a service account', () =>
  inNamespace(async (namespace) => {
    const chart = new Chart(new App(), 'accounts');
    const command = ['sh', '-c', `test -s ${TOKEN} && echo token || echo none`];
    // Its own field `automountServiceAccountToken` is false.
    const serviceAccount = new kplus.ServiceAccount(chart, 'runner');
    new SimpleJob(chart, 'with', {
      metadata: { name: 'with' },
      image: 'busybox',
      command,
      serviceAccount,
    });
    new SimpleJob(chart, 'without', { metadata: { name: 'without' }, image: 'busybox', command });
    const { code, stderr } = await deployReport(namespace, chart.toJson() as Manifest[]);
    expect(code).toBe(0);
    expect(logLines(stderr, 'with')).toEqual(['token']);
    expect(logLines(stderr, 'without')).toEqual(['none']);
  }));
