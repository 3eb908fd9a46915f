import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SRC = join(__dirname, '..', '..', 'src');
const P95_COLUMNS = 100;
const MAX_COLUMNS = 120;

interface Line {
  readonly place: string;
  readonly columns: number;
}

const lines: readonly Line[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    readFileSync(join(SRC, file), 'utf8')
      .split('\n')
      .map((line, i) => ({
        place: `${file.replaceAll('\\', '/')}:${i + 1}`,
        columns: [...line].length,
      })),
  )
  .filter(({ columns }) => columns > 0);

describe('lines of src', () => {
  test(`have at most ${P95_COLUMNS} columns, 95 of 100`, () => {
    const columns = lines.map((line) => line.columns).sort((a, b) => a - b);
    expect(columns[Math.floor(columns.length * 0.95)]).toBeLessThanOrEqual(P95_COLUMNS);
  });

  test(`have at most ${MAX_COLUMNS} columns`, () => {
    const tooLong = lines.filter(({ columns }) => columns > MAX_COLUMNS).map(({ place }) => place);
    expect(tooLong).toEqual([]);
  });
});
