import { cleanupText } from '../../src/output/cleanup-text';

const deleted = [
  { namespace: 'ns', name: 'migrate-a', id: 'migrate', outcome: 'succeeded' },
  { namespace: 'ns', name: 'migrate-b', id: 'migrate', outcome: 'failed' },
] as const;

describe('cleanupText', () => {
  test.each([
    ['what was deleted', false],
    ['what would be deleted', true],
  ])('prints %s, then the total', (_, dryRun) => {
    expect(
      cleanupText(
        {
          schemaVersion: 1,
          outcome: 'succeeded',
          context: 'prod',
          namespace: 'ns',
          deletedConfigMaps: ['migrate-items'],
          deleted,
          errors: [],
        },
        dryRun,
      ),
    ).toMatchSnapshot();
  });
});
