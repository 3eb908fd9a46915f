import { rejectionMessage as messageFor } from '../../../src/deploy/apply/error-message';
import { ApiError } from '../../../src/deploy/kube/errors';
import type { Manifest } from '../../../src/kubernetes/manifest';

const GO = `{"Spec":{"Containers":[{"Name":"a"${',"X":null'.repeat(100)}}]}}`;
const refused = (...causes: { field: string; message: string }[]) =>
  new ApiError(422, {
    message: `Job.batch "a" is invalid: ${causes.map(({ field, message }) => `${field}: ${message}`).join(', ')}`,
    details: { causes },
  });

const manifest = (kind: string, more: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'a' },
  ...more,
});
const refusalMessage = (error: ApiError) => messageFor(manifest('Job'), error);

test("a short message is the server's to the letter", () => {
  expect(
    refusalMessage(
      refused({
        field: 'spec.backoffLimit',
        message: 'Invalid value: -1: must be greater than or equal to 0',
      }),
    ),
  ).toBe(
    'Job.batch "a" is invalid: spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0',
  );
});

test('a field that cannot change is named without the objects that hide it, with what to do', () => {
  expect(
    refusalMessage(
      refused(
        { field: 'spec.completions', message: 'Invalid value: 3: field is immutable' },
        { field: 'spec.template', message: `Invalid value: ${GO}: field is immutable` },
      ),
    ),
  ).toBe(
    'Job.batch "a" is invalid: spec.completions: Invalid value: 3: field is immutable, spec.template: Invalid value: {…}: field is immutable; ' +
      'what has been created keeps this: give the new one another name, or delete the old one first',
  );
});

test('a long message without causes stays as it is', () => {
  const message = 'no '.repeat(400);
  expect(refusalMessage(new ApiError(403, { message }))).toBe(message);
});

test('what a Secret holds is not shown, though the server quotes it', () => {
  const error = new ApiError(500, {
    message: '.stringData.password: expected string, got &value.valueUnstructured{Value:12345}',
  });
  expect(messageFor(manifest('Secret', { stringData: { password: 12345 } }), error)).toBe(
    '.stringData.password: expected string, got &value.valueUnstructured{Value:***}',
  );
});
