import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { SimpleJob } from 'cdk8s-jobs';

/**
 * A program writes its log to a file, and a sidecar prints it.
 * The Job completes when the program ends; the kubelet then stops the sidecar.
 */
export class Sidecar extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const logs = { path: '/logs', volume: kplus.Volume.fromEmptyDir(this, 'logs', 'logs') };
    new SimpleJob(this, 'backup', {
      containers: [
        {
          image: 'busybox:1.36',
          command: [
            'sh',
            '-ec',
            'for part in 1 2 3; do echo "saved part $part" >> /logs/backup.log; sleep 1; done',
          ],
          volumeMounts: [logs],
        },
      ],
      initContainers: [
        {
          name: 'show-log',
          image: 'busybox:1.36',
          restartPolicy: 'Always',
          command: [
            'sh',
            '-c',
            'touch /logs/backup.log; tail -f /logs/backup.log & trap "sleep 1; kill $!" TERM; wait',
          ],
          startup: kplus.Probe.fromCommand(['test', '-e', '/logs/backup.log']),
          volumeMounts: [logs],
        },
      ],
    });
  }
}

export function app(): App {
  const it = new App();
  new Sidecar(it, 'sidecar');
  return it;
}

if (require.main === module) app().synth();
