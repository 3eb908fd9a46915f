import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transcripts } from './transcripts';

const ROOT = join(__dirname, '..', '..');
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs')).map((file) => `docs/${file}`),
].filter((page) => page.endsWith('.md'));
/** A comment with the name of a transcript, and the code block after it. */
const BLOCK = /^<!-- transcript (\S+) -->\n\n?```\n([\s\S]*?)^```/gm;
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');
const blocks = PAGES.flatMap((page) =>
  [...read(page).matchAll(BLOCK)].map(([, name, text]) => ({ page, name, text })),
);

/** `UPDATE_DOCS=1 npx jest test/docs/transcripts.test.ts` writes the blocks into the pages. */
async function update(): Promise<void> {
  const texts = await transcripts();
  for (const page of PAGES) {
    const before = read(page);
    const after = before.replace(BLOCK, (block, name: string, text: string) =>
      block.replace(`\`\`\`\n${text}`, () => `\`\`\`\n${texts[name]}`),
    );
    if (after !== before) writeFileSync(join(ROOT, page), after);
  }
}

describe('the transcripts of README and docs', () => {
  if (process.env.UPDATE_DOCS) beforeAll(update);

  test.each(blocks)('show in $page what the programs print: $name', async ({ page, name }) => {
    const shown = [...read(page).matchAll(BLOCK)].find(([, other]) => other === name)!;
    expect(shown[2]).toBe((await transcripts())[name]);
  });

  test('are all used', async () => {
    expect(blocks.map(({ name }) => name).sort()).toEqual(Object.keys(await transcripts()).sort());
  });
});
