import { helmHookProblems, helmHookWarning } from '../../../src/deploy/apply/helm-hooks';

const hook = (name: string, hooks?: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, ...(hooks !== undefined && { annotations: { 'helm.sh/hook': hooks } }) },
});

describe('helmHookProblems', () => {
  test.each(['pre-delete', 'post-delete', 'pre-rollback,post-rollback', 'test', 'test-success'])(
    'reports a hook for %s',
    (hooks) => {
      expect(helmHookProblems([hook('undo', hooks)])).toEqual([
        {
          source: undefined,
          message: expect.stringMatching(/^Job undo is a Helm hook for .*--allow-helm-hooks$/),
        },
      ]);
    },
  );

  test.each([undefined, '', 'pre-install', 'post-upgrade, post-rollback'])(
    'accepts a hook for %j',
    (hooks) => {
      expect(helmHookProblems([hook('migrate', hooks)])).toEqual([]);
    },
  );
});

describe('helmHookWarning', () => {
  test('names three hooks, and counts the others', () => {
    const hooks = ['a', 'b', 'c', 'd'].map((name) => hook(name, 'pre-install'));
    expect(helmHookWarning([...hooks, hook('plain')])).toMatch(
      /: Job a, Job b, Job c \(and 1 more\)$/,
    );
  });

  test('returns nothing for an input without hooks', () => {
    expect(helmHookWarning([hook('plain')])).toBeUndefined();
  });
});
