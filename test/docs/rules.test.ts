import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesMarkdown } from '../../projenrc/rules';
import { RULES } from '../../src/kubernetes/rules';

const text = readFileSync(join(__dirname, '..', '..', 'docs', 'rules.md'), 'utf8');

test('docs/rules.md is up to date with the rules and their examples', () => {
  expect(text).toBe(rulesMarkdown());
});

test('docs/rules.md has a unique heading for every rule', () => {
  const headings = [...text.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  expect(new Set(headings).size).toBe(headings.length);
  expect(headings).toEqual(expect.arrayContaining(RULES.map(({ id }) => id)));
});

test('every link of the table of contents in docs/rules.md leads to a heading', () => {
  const anchors = [...text.matchAll(/^##+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replace(/ /g, '-'),
  );
  for (const [, anchor] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
});
