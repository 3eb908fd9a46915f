import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const rows = [
  ...read('docs/edge-cases.md').matchAll(/^\| (\d+) \| .+ \| (\S+\.test\.ts) \| (.+) \|$/gm),
].map(([, number, file, title]) => ({ number: Number(number), file, title }));

describe('docs/edge-cases.md', () => {
  test('has a row for each of the 47 failure modes', () => {
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 47 }, (_, i) => i + 1));
  });

  test.each(rows)('names a test that exists for failure mode $number', ({ file, title }) => {
    const titles = read(file).replaceAll("\\'", "'");
    expect(titles).toContain(title);
  });

  test.each(rows)('names a test of deploy or chaos for failure mode $number', ({ file }) => {
    expect(file).toMatch(/^(test|e2e\/deploy|e2e\/chaos)\//);
  });
});
