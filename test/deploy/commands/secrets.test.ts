import { deploy, DeployEvent, plan } from '../../../src/deploy';
import { ScriptedServer } from '../scripted-server';

const PLAIN = 'hunter2-plain';
const ENCODED = Buffer.from('hunter2-data').toString('base64');
const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'tok', namespace: 'ns' },
  stringData: { a: PLAIN },
  data: { b: ENCODED },
};
/** Every form of both values. */
const FORMS = [
  PLAIN,
  Buffer.from(PLAIN).toString('base64'),
  ENCODED,
  Buffer.from(ENCODED, 'base64').toString(),
];
const QUOTE = `a webhook quotes ${FORMS.join(' ')}`;

const serverOf = (status: number, headers?: Record<string, string>) =>
  new ScriptedServer()
    .on('GET /api/v1', {
      json: { resources: [{ name: 'secrets', kind: 'Secret', namespaced: true }] },
    })
    .on(/^GET .*\/secrets\/tok$/, { status: 404, json: {} })
    .on(/^PATCH /, {
      status,
      headers,
      json: {
        ...SECRET,
        metadata: { ...SECRET.metadata, uid: 'u', resourceVersion: '1' },
        message: QUOTE,
        details: { causes: [{ field: 'data', message: QUOTE }] },
      },
    });

describe.each([
  ['rejects', serverOf(422)],
  ['fails, and is asked again', serverOf(500)],
  ['warns', serverOf(201, { warning: `299 - "${QUOTE}"` })],
])('a server that quotes a Secret when it %s', (_, transport) => {
  test.each([
    ['deploy', deploy],
    ['plan', plan],
  ])('makes %s print none of its values', async (__, command) => {
    const events: DeployEvent[] = [];
    const result = await command(SECRET, {
      transport,
      namespace: 'ns',
      onEvent: (event: DeployEvent) => events.push(event),
    });
    const output = JSON.stringify([result, events]);
    expect(output).toContain('a webhook quotes *** *** *** ***');
    for (const form of FORMS) expect(output).not.toContain(form);
  });
});
