import { decodeProtobuf } from '../../../src/local/api/protobuf/decode-protobuf';
import { StatusError } from '../../../src/local/store/status-error';

/** What kubectl 1.33 sends for `create job`, `create secret` and `create namespace`. */
const JOB =
  'azhzAAoPCghiYXRjaC92MRIDSm9iEooBChUKBXBsYWluEgAaACIAKgAyADgAQgASZzJlChAKABIAGgAiACoAMgA4AEIA' +
  'ElESLgoFcGxhaW4SB2J1c3lib3gaBGVjaG8aAmhpKgBCAGoAcgCAAQCIAQCQAQCiAQAaBU5ldmVyMgBCAEoAUgBYAGAA' +
  'aACCAQCKAQCaAQDCAQAaCCAAKAAwADoAGgAiAA==';
const SECRET = 'azhzAAoMCgJ2MRIGU2VjcmV0Eh0KEQoBcxIAGgAiACoAMgA4AEIAEgYKAWESAWIaABoAIgA=';
const NAMESPACE = 'azhzAAoPCgJ2MRIJTmFtZXNwYWNlEh0KFQoFb3RoZXISABoAIgAqADIAOABCABIAGgIKABoAIgA=';

const decoded = (base64: string) => decodeProtobuf(Buffer.from(base64, 'base64'));

/** Encodes a field with bytes of fewer than 128. */
const bytes = (number: number, content: string | number[]) => {
  const encoded = Buffer.from(content as string);
  return [number * 8 + 2, encoded.length, ...encoded];
};
const object = (apiVersion: string, kind: string, raw: number[]) =>
  Buffer.from([
    ...Buffer.from('k8s\0'),
    ...bytes(1, [...bytes(1, apiVersion), ...bytes(2, kind)]),
    ...bytes(2, raw),
  ]);
const codeOf = (body: Uint8Array) => {
  try {
    decodeProtobuf(body);
    return 200;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return error.code;
  }
};

describe('an object that kubectl sends as protobuf', () => {
  test('is read without the zero values of fields that are not set', () => {
    expect(decoded(JOB)).toMatchObject({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'plain' },
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'plain', image: 'busybox', command: ['echo', 'hi'] }],
          },
        },
      },
    });
    expect(Object.keys(decoded(JOB).metadata as object)).toEqual(['name']);
    expect(decoded(NAMESPACE)).toMatchObject({ kind: 'Namespace', metadata: { name: 'other' } });
  });

  test('has bytes in base64, as JSON has them', () => {
    expect(decoded(SECRET).data).toEqual({ a: 'Yg==' });
  });

  test('keeps zero values of pointers, and reads negative numbers, times and inline structs', () => {
    const MINUS_ONE = [255, 255, 255, 255, 255, 255, 255, 255, 255, 1];
    const selector = bytes(2, [...bytes(1, bytes(1, 'settings')), ...bytes(2, 'key')]);
    const variable = bytes(7, [...bytes(1, 'A'), ...bytes(3, bytes(3, selector.slice(2)))]);
    const template = bytes(6, bytes(2, bytes(2, variable)));
    const time = bytes(1, bytes(8, [8, 10]));
    const spec = [8, 0, 7 * 8, ...MINUS_ONE, ...template];
    expect(decodeProtobuf(object('batch/v1', 'Job', [...time, ...bytes(2, spec)]))).toEqual({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { creationTimestamp: '1970-01-01T00:00:10Z' },
      spec: {
        parallelism: 0,
        backoffLimit: -1,
        template: {
          spec: {
            containers: [
              {
                env: [
                  { name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'key' } } },
                ],
              },
            ],
          },
        },
      },
    });
  });

  test('ignores fields of a later version', () => {
    const raw = [...bytes(1, bytes(1, 'a')), ...bytes(15, 'new')];
    expect(decodeProtobuf(object('v1', 'ConfigMap', raw)).metadata).toEqual({ name: 'a' });
  });

  test('is rejected if it is incomplete, another format, or a kind that is read as JSON only', () => {
    const job = Buffer.from(JOB, 'base64');
    expect(codeOf(job.subarray(0, job.length - 3))).toBe(400);
    expect(codeOf(Buffer.from('{}'))).toBe(400);
    expect(codeOf(object('apps/v1', 'Deployment', []))).toBe(415);
  });
});
