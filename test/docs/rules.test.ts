import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesMarkdown } from '../../projenrc/rules';
import { RULES } from '../../src/kubernetes/rules';

const text = readFileSync(join(__dirname, '..', '..', 'docs', 'rules.md'), 'utf8');

test('the rules that the guide prints are those of the code, with their examples', () => {
  expect(text).toBe(rulesMarkdown());
});

test('every rule has a heading of its own', () => {
  const headings = [...text.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  expect(new Set(headings).size).toBe(headings.length);
  expect(headings).toEqual(expect.arrayContaining(RULES.map(({ id }) => id)));
});

test('every entry of the table of contents has a heading', () => {
  const anchors = [...text.matchAll(/^##+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replace(/ /g, '-'),
  );
  for (const [, anchor] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
});
