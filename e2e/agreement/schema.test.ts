import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

jest.mock('node:fs', () => ({
  ...jest.requireActual<object>('node:fs'),
  writeFileSync: jest.fn(),
}));

const FOLDER = join(__dirname, '..', '..', 'src', 'batch', 'schema');
/** Not made, but written by hand. */
const OWN = ['field.ts', 'gates.ts', 'unions.ts'];

test('the schema says of every struct and field what the Go types of every minor say', () => {
  jest.requireActual('../../projenrc/schema'); // what it would write is caught
  const made = new Map(
    jest
      .mocked(writeFileSync)
      .mock.calls.map(([file, text]) => [basename(String(file)), String(text)]),
  );
  expect([...made.keys()].sort()).toEqual(
    readdirSync(FOLDER)
      .filter((file) => !OWN.includes(file))
      .sort(),
  );
  for (const [file, text] of made) {
    expect({
      file,
      text: existsSync(join(FOLDER, file)) && readFileSync(join(FOLDER, file), 'utf8'),
    }).toEqual({ file, text });
  }
});
