import { CONFIG_MAP } from './reports';
import { colorsFor } from '../../src/output/colors';
import { rejectionLines } from '../../src/output/rejection-lines';

const plain = colorsFor({ isTTY: false }, {});

describe('rejectionLines', () => {
  test('prints the object, its place in the input and the message of the server', () => {
    const source = { file: 'a.yaml', line: 3, column: 1 };
    const lines = rejectionLines(
      [
        { object: CONFIG_MAP, message: 'no', source },
        { object: { ...CONFIG_MAP, namespace: null }, message: 'no', source: null },
        { object: null, message: 'no contact', source: null },
      ],
      plain,
    );
    expect(lines).toMatchSnapshot();
  });

  test('joins the lines of a message, and escapes control characters', () => {
    const message = 'admission webhook denied:\n  - too big\u001b[2J\n';
    const object = { ...CONFIG_MAP, name: 'x\n::error::y\u001b[2J' };
    const lines = rejectionLines([{ object, message, source: null }], plain).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('admission webhook denied: - too big\\x1b[2J');
    expect(lines[0]).toContain('ConfigMap ns/x ::error::y\\x1b[2J');
  });
});
