import { documentsInText } from '../../src/manifests/read-document';

const problemIn = (text: string) => {
  const [{ problem }] = [...documentsInText(text, 'file.yaml')];
  return problem!;
};

describe('a Secret that cannot be read', () => {
  test.each([
    ['a quote that is not closed', 'kind: Secret\nstringData:\n  password: "hunter22\n'],
    ['a value that looks like an alias', 'kind: "Secret"\nstringData: { password: *hunter22 }\n'],
    ['JSON', '{"kind": "Secret", "stringData": {"password": "hunter22}}'],
    ['a tab', 'stringData:\n  password: hunter22\n\tuser: hunter22\nkind: Secret\n'],
  ])('has a problem with its place and without its text: %s', (_, text) => {
    const problem = problemIn(text);
    expect(problem.source.file).toBe('file.yaml');
    expect(JSON.stringify(problem)).not.toContain('hunter22');
  });

  test('is recognized by its kind only, and any other document is shown', () => {
    const text = 'kind: ConfigMap # not a Secret\ndata:\n  password: "hunter22\n';
    expect(problemIn(text).excerpt?.text).toContain('hunter22');
  });
});
