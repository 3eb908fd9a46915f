import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { JobDefaults, SimpleJob } from 'cdk8s-jobs';

/** A Job without defaults: its manifest has only the fields that are set here. */
export class HelloWorld extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    JobDefaults.none().applyTo(this);
    new SimpleJob(this, 'hello', {
      metadata: { name: 'hello-world-job' },
      image: 'busybox',
      containerName: 'hello',
      command: ['echo', 'Hello, World!'],
      backoffLimit: 4,
    });
  }
}

/** The same Job with the defaults: it runs where Pod Security `restricted` is enforced. */
export class SaneHelloWorld extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new SimpleJob(this, 'hello', {
      metadata: { name: 'sane-hello-world-job' },
      image: 'busybox',
      command: ['echo', 'Hello, World!'],
    });
  }
}

export function app(): App {
  const it = new App();
  new HelloWorld(it, 'hello-world');
  new SaneHelloWorld(it, 'sane-hello-world');
  return it;
}

if (require.main === module) app().synth();
