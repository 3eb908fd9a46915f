import { secretMask } from '../../../src/deploy/kube/secret-values';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const mask = (values: object, text: string, kind = 'Secret') =>
  secretMask(JSON.stringify({ apiVersion: 'v1', kind, metadata: { name: 'tok' }, ...values }))(
    text,
  );

describe('secretMask', () => {
  test.each([
    ['as it is in data', { data: { a: base64('hunter2') } }, base64('hunter2')],
    ['decoded from data', { data: { a: base64('hunter2') } }, 'hunter2'],
    ['as it is in stringData', { stringData: { a: 'hunter2' } }, 'hunter2'],
    ['of stringData in base64', { stringData: { a: 'hunter2' } }, base64('hunter2')],
    ['with a newline, as Go quotes it', { stringData: { a: 'line\n"two"' } }, 'line\\n\\"two\\"'],
    ['that is a number', { data: { a: 12345 } }, '12345'],
    ['at a depth that no Secret has', { data: { a: { b: ['hunter2'] } } }, 'hunter2'],
    ['of one character', { stringData: { a: 'x' } }, 'x'],
    ['with a meaning in patterns', { stringData: { a: 'a.*+b$' } }, 'a.*+b$'],
  ])('masks a value %s', (_, values, quoted) => {
    expect(mask(values, `Invalid value: "${quoted}" is wrong`)).toBe(
      'Invalid value: "***" is wrong',
    );
  });

  test('masks the longer of two values when one begins the other', () => {
    expect(mask({ stringData: { a: 'hunter', b: 'hunter2-long' } }, 'got hunter2-long')).toBe(
      'got ***',
    );
  });

  test.each([
    ['in base64', base64('old')],
    ['decoded', 'old'],
  ])("masks a value of kubectl's copy of the Secret %s", (_, quoted) => {
    const copy = JSON.stringify({ kind: 'Secret', data: { a: base64('old') } });
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': copy };
    expect(mask({ metadata: { annotations }, data: { a: base64('new') } }, quoted)).toBe('***');
  });

  test.each(['', '{', 'null', '[1]'])('ignores a copy of kubectl that is %p', (copy) => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': copy };
    expect(mask({ metadata: { annotations }, data: { a: 'hunter2' } }, 'hunter2')).toBe('***');
  });

  test('keeps the words of a message that contain a short value', () => {
    expect(mask({ stringData: { replicas: '1', on: 'a' } }, 'v1 data: a is 1')).toBe(
      'v1 data: *** is ***',
    );
  });

  test('changes nothing for other kinds and for requests without a body', () => {
    expect(mask({ data: { a: 'hunter2' } }, 'hunter2', 'ConfigMap')).toBe('hunter2');
    expect(secretMask(undefined)('hunter2')).toBe('hunter2');
  });
});
