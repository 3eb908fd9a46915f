import { rejectionMessage } from '../../../src/deploy/apply/error-message';
import { ApiError } from '../../../src/deploy/kube/errors';

const GO = `{"Spec":{"Containers":[{"Name":"a"${',"X":null'.repeat(100)}}]}}`;
const invalid = (...causes: { field: string; message: string }[]) =>
  new ApiError(422, {
    message: `Job.batch "a" is invalid: ${causes.map(({ field, message }) => `${field}: ${message}`).join(', ')}`,
    details: { causes },
  });
const conflict = new ApiError(409, {
  message: 'Apply failed with 1 conflict: conflict with "kubectl": .data.a',
  details: {
    causes: [
      { reason: 'FieldManagerConflict', field: '.data.a', message: 'conflict with "kubectl"' },
    ],
  },
});

describe('rejectionMessage', () => {
  test('is the message of the API server, with what to do where that is known', () => {
    const errors = {
      invalid: invalid({ field: 'spec.backoffLimit', message: 'Invalid value: -1' }),
      immutable: invalid(
        { field: 'spec.completions', message: 'Invalid value: 3: field is immutable' },
        { field: 'spec.template', message: `Invalid value: ${GO}: field is immutable` },
      ),
      conflict,
    };
    const messages = Object.entries(errors).map(([name, error]) => [name, rejectionMessage(error)]);
    expect(Object.fromEntries(messages)).toMatchSnapshot();
  });

  test('keeps a long message that has no causes', () => {
    const message = `admission webhook denied: ${'x'.repeat(600)}`;
    expect(rejectionMessage(new ApiError(403, { message }))).toBe(message);
  });
});
