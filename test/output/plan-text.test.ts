import { FULL_PLAN, planned } from './reports';
import { colorsFor } from '../../src/output/colors';
import { planText } from '../../src/output/plan-text';

const plain = colorsFor({ isTTY: false }, {});

describe('planText', () => {
  test('prints objects with their changes, then the total', () => {
    expect(planText(FULL_PLAN, plain)).toMatchSnapshot();
  });

  test('escapes control characters of the input', () => {
    const evil = '\u001b[2J\u202e';
    const object = planned({
      action: 'update',
      reason: evil,
      name: evil,
      changes: [{ path: evil, from: evil, to: evil }],
      conflicts: [{ manager: evil, field: evil }],
      waitsFor: [evil],
      warnings: [evil],
    });
    const text = planText(
      { schemaVersion: 1, outcome: 'succeeded', warnings: [evil], objects: [object], errors: [] },
      plain,
    );
    expect(text).not.toContain('\u001b');
  });

  test('adds no information by colour', () => {
    const text = planText(FULL_PLAN, colorsFor({ isTTY: true }, {}));
    // eslint-disable-next-line no-control-regex
    expect(text.replace(/\u001b\[\d+m/g, '')).toBe(planText(FULL_PLAN, plain));
  });
});
