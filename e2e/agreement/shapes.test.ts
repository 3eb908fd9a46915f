import { disagreement, findingsOf } from './compare';
import { serverUnderTest } from './server-under-test';
import { SHAPES } from './shapes';
import { minorOf } from '../../src/kubernetes/minor';

describe('manifests in the shapes that people write', () => {
  test('are 300, all different, a third of them with a mistake', () => {
    const texts = SHAPES.map(({ manifest }) => JSON.stringify(manifest));
    expect(new Set(texts).size).toBe(SHAPES.length);
    expect(new Set(SHAPES.map(({ title }) => title)).size).toBe(SHAPES.length);
    expect(SHAPES.length).toBeGreaterThanOrEqual(300);
    const mistakes = SHAPES.filter(({ accepted }) => !accepted).length;
    expect(mistakes).toBeGreaterThan(SHAPES.length / 3);
  });
});

describe.each(['1.35', '1.30'])('the rules and the API server of %s', (version) => {
  const server = serverUnderTest(version);

  test.each(SHAPES.map((shape) => [shape.title, shape] as const))(
    'agree about the shape %s',
    async (_, { manifest, accepted }) => {
      const answer = await server().create(manifest);
      const question = { manifest, minor: minorOf(version) };
      expect(disagreement(question, findingsOf(question), answer)).toBeUndefined();
      if (version === '1.35') expect(answer.verdict === 'accepted').toBe(accepted);
    },
  );
});
