import { TestServer } from './requests';
import { formatAge } from '../../../src/local/api/age';

const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const get = async (path: string, accept = 'application/json') =>
  (await new TestServer().send('GET', path, { headers: { accept } })).body;

describe('discovery', () => {
  test('names the groups, their versions and resources, one document after another', async () => {
    expect(await get('/api')).toMatchObject({ versions: ['v1'] });
    const { groups } = await get('/apis');
    expect(groups).toContainEqual({
      name: 'batch',
      versions: [{ groupVersion: 'batch/v1', version: 'v1' }],
      preferredVersion: { groupVersion: 'batch/v1', version: 'v1' },
    });
    const { resources } = await get('/apis/batch/v1');
    expect(resources.map(({ name }: any) => name)).toEqual([
      'cronjobs',
      'cronjobs/status',
      'jobs',
      'jobs/status',
    ]);
    expect((await get('/api/v1')).resources).toContainEqual(
      expect.objectContaining({ name: 'pods/log', verbs: ['get'] }),
    );
  });

  test('names all in one document for clients that accept it', async () => {
    const { kind, items } = await get('/apis', AGGREGATED);
    expect(kind).toBe('APIGroupDiscoveryList');
    const batch = items.find(({ metadata }: any) => metadata.name === 'batch');
    expect(batch.versions[0].resources[1]).toMatchObject({
      resource: 'jobs',
      scope: 'Namespaced',
      responseKind: { group: 'batch', version: 'v1', kind: 'Job' },
      subresources: [{ subresource: 'status' }],
    });
    expect((await get('/api', AGGREGATED)).items).toHaveLength(1);
  });

  test('reports the version, and that the server validates fields', async () => {
    expect(await get('/version')).toMatchObject({ major: '1', minor: '35' });
    const { paths } = await get('/openapi/v3');
    const document = await get(paths['apis/batch/v1'].serverRelativeURL);
    const { patch } = document.paths['/apis/batch/v1/namespaces/{namespace}/jobs/{name}'];
    expect(patch.parameters.map(({ name }: any) => name)).toContain('fieldValidation');
  });
});

test.each([
  [0, '0s'],
  [119, '119s'],
  [120, '2m'],
  [599, '9m59s'],
  [600, '10m'],
  [3 * 3600, '3h'],
  [7 * 3600 + 59 * 60, '7h59m'],
  [47 * 3600, '47h'],
  [7 * 86_400 + 3600, '7d1h'],
  [400 * 86_400, '400d'],
  [3 * 365 * 86_400 + 86_400, '3y1d'],
  [-5, '<invalid>'],
])('%d seconds are the age %s', (seconds, age) => {
  expect(formatAge(seconds * 1000)).toBe(age);
});
