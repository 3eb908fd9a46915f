import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const rows = [
  ...readFileSync(join(ROOT, 'docs/edge-cases.md'), 'utf8').matchAll(
    /^\| (\d+) \| (.+) \| (\S+\.test\.ts): (.+) \| (cluster|chaos|recorded) \|$/gm,
  ),
].map(([, number, , file, title, where]) => ({ number: Number(number), file, title, where }));

test('each of the 47 has its row', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 47 }, (_, i) => i + 1));
});

test.each(rows)('$number has its test in $file', ({ file, title }) => {
  expect(readFileSync(join(ROOT, file), 'utf8')).toContain(title.replaceAll("'", "\\'"));
});

test.each(rows)('$number is where the table says', ({ file, where }) => {
  expect(
    file.startsWith('e2e/chaos/') ? 'chaos' : file.startsWith('e2e/') ? 'cluster' : 'recorded',
  ).toBe(where);
});
