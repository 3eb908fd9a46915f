import { app } from './main';
import { synthJobs } from 'cdk8s-jobs/testing';

describe('example hello-world', () => {
  const [hello, sane] = synthJobs(app());

  test('writes only the fields in main.ts under JobDefaults.none()', () => {
    expect(hello.metadata).toEqual({ name: 'hello-world-job' });
    expect(Object.keys(hello.spec).sort()).toEqual(['backoffLimit', 'template']);
    expect(hello.spec.template.spec).toEqual({
      restartPolicy: 'Never',
      containers: [{ name: 'hello', image: 'busybox', command: ['echo', 'Hello, World!'] }],
    });
  });

  test('runs without root, with a writable /tmp, under JobDefaults.sane()', () => {
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

  test('writes the YAML of the snapshot', () => {
    expect(app().synthYaml()).toMatchSnapshot();
  });
});
