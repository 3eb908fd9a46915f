import { counts, finding, report, unreadable } from './check-report';
import { checkText, problemLines, totalsText } from '../../src/output/check-text';
import { colorsFor } from '../../src/output/colors';

const plain = colorsFor({ isTTY: false }, {});
const colored = colorsFor({ isTTY: true }, {});

describe('checkText', () => {
  test('prints findings by object or file, then the total', () => {
    const text = checkText(
      report(
        [
          finding(),
          finding({ line: 13, severity: 'dropped' }),
          finding({ object: 2, namespace: null, name: null, kind: 'CronJob' }),
          unreadable(),
          unreadable({ line: 9 }),
          unreadable({ file: 'b.yaml' }),
        ],
        { counts: counts({ omitted: 3 }, { rejected: 8, dropped: 1 }) },
      ),
      plain,
    );
    expect(text).toMatchSnapshot();
  });

  test('prints how to render what was skipped, before the total', () => {
    const text = checkText(
      report([], {
        skipped: [
          { path: 'charts/my db', kind: 'chart' },
          { path: 'overlays/prod', kind: 'kustomization' },
          { path: 'job.yaml', kind: 'template' },
        ],
        counts: counts({ notManifests: 2 }),
      }),
      plain,
    );
    expect(text).toMatchSnapshot();
  });

  test('escapes everything invisible in the input, colours included', () => {
    const evil = '\u001b[2J\u001b[31m\u009b\n::error::\u202e';
    const text = checkText(
      report([
        finding({
          name: evil,
          namespace: evil,
          kind: evil,
          field: evil,
          message: evil,
          fix: evil,
          file: evil,
          rule: evil,
          excerpt: { text: evil.replace('\n', ''), at: 3, cutBefore: false, cutAfter: false },
        }),
      ]),
      plain,
    );
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
    expect(text).not.toMatch(/^::error/m);
    expect(text).toContain('\\x1b[2J\\x1b[31m\\x9b\\x0a::error::\\u202e');
  });

  test('lists findings of severity info only if asked to, and counts them anyway', () => {
    const findings = [finding({ severity: 'info', rule: 'cron-job/ttl' })];
    const all = { findings, counts: counts({ withFindings: 1 }, { info: 1 }), skipped: [] };
    const text = '1 info in 1 of 14 Jobs and CronJobs';
    expect(checkText(all, plain)).toBe(`${text}; --verbose lists info\n`);
    expect(checkText(all, plain, true)).toMatch(
      new RegExp(`^Job shop/migrate\n.*info  cron-job/ttl\n.*${text}\n$`, 's'),
    );
  });

  test('adds no information by colour', () => {
    const checked = report([finding(), finding({ severity: 'warning' })]);
    const text = checkText(checked, colored);
    expect(text).not.toBe(checkText(checked, plain));
    // eslint-disable-next-line no-control-regex
    expect(text.replace(/\u001b\[\d+m/g, '')).toBe(checkText(checked, plain));
  });
});

describe('totalsText', () => {
  test('counts findings by severity, objects and documents', () => {
    const all = [
      counts({ otherObjects: 3 }, { warning: 1, rejected: 3 }),
      counts({ checked: 1, withFindings: 1 }, { 'never-starts': 2, dropped: 1, warning: 2 }),
      counts({ withFindings: 0 }),
      counts({ checked: 0, withFindings: 0, otherObjects: 1 }),
      counts({ withFindings: 0, unreadable: 2 }),
    ];
    expect(all.map((of) => totalsText(of, plain)).join('\n')).toMatchSnapshot();
  });
});

describe('problemLines', () => {
  test('prints each path that could not be read as one line', () => {
    expect(problemLines([{ message: 'a\n\u001b[2J: no such file' }], plain)).toBe(
      'error: a\\x0a\\x1b[2J: no such file\n',
    );
  });
});
