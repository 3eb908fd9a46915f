import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

const [hello, sane] = synthJobs(app());

test('without defaults the Job holds only what is written', () => {
  expect(hello).toMatchSnapshot();
  expect(hello.metadata).toEqual({ name: 'hello-world-job' });
  expect(Object.keys(hello.spec).sort()).toEqual(['backoffLimit', 'template']);
  expect(hello.spec.template.spec).toEqual({
    restartPolicy: 'Never',
    containers: [{ name: 'hello', image: 'busybox', command: ['echo', 'Hello, World!'] }],
  });
});

test('with sane defaults it may do little, and can do what it has to', () => {
  expect(sane).toMatchSnapshot();
  expect(sane.spec.backoffLimit).toBe(6);
  expect(sane.spec.template.spec).toMatchObject({
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    containers: [
      {
        securityContext: { runAsUser: 65532, readOnlyRootFilesystem: true },
        volumeMounts: [{ mountPath: '/tmp' }],
      },
    ],
  });
});
