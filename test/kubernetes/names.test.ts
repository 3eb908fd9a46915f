import * as fc from 'fast-check';
import { dnsLabel, labelValue } from '../../src/kubernetes/names';

test.each([
  ['a', 'a'],
  ['a_b.c', 'a-b-c'],
  ['..a__b..', 'a-b'],
  ['Extract Transform', 'extract-transform'],
  ['a--b', 'a--b'],
  ['___', 'job'],
  [`${'x'.repeat(70)}-hash`, `${'x'.repeat(58)}-hash`],
])('dnsLabel converts %s to %s', (text, expected) => {
  expect(dnsLabel(text)).toBe(expected);
});

test('dnsLabel makes any string with a letter or digit a valid label, and keeps valid labels', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => /[a-z0-9]/i.test(text)),
      (text) => {
        expect(dnsLabel(text)).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
        expect(dnsLabel(dnsLabel(text))).toBe(dnsLabel(text));
      },
    ),
  );
});

test('labelValue truncates a long name so that it ends in a letter or digit', () => {
  expect(labelValue(`${'a'.repeat(62)}-b`)).toBe('a'.repeat(62));
});
