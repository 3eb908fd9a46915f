import { App, Chart } from 'cdk8s';
import { deployReport, logLines } from '../deploy/cli';
import { inNamespace } from '../harness';
import { SimpleJob } from 'cdk8s-jobs';
import { Manifest } from 'cdk8s-jobs/deploy';

/** Programs as people run them, that know nothing of read-only roots and odd users. Each proves its work in its last line. */
const PROGRAMS: Readonly<
  Record<
    string,
    { readonly image: 'busybox' | 'debian'; readonly command: string[]; readonly says: string }
  >
> = {
  echo: { image: 'busybox', command: ['echo', 'hello'], says: 'hello' },
  'shell-with-here-document': {
    image: 'busybox',
    command: ['sh', '-ec', 'cat <<X > /tmp/f\n$(id -u)\nX\ncat /tmp/f'],
    says: '65532',
  },
  mktemp: {
    image: 'debian',
    command: ['bash', '-ec', 'f=$(mktemp) && date > $f && test -s $f && rm $f && echo gone'],
    says: 'gone',
  },
  'sort-that-spills-to-tmp': {
    image: 'debian',
    command: ['bash', '-ec', 'seq 500000 | shuf | sort -n --buffer-size=1M | tail -n 1'],
    says: '500000',
  },
  'python-with-a-cache-in-home': {
    image: 'debian',
    command: [
      'python3',
      '-c',
      'import os, pathlib, tempfile\np = pathlib.Path.home() / ".cache" / "x"\np.mkdir(parents=True)\n(p / "f").write_text("cached")\n' +
        'with tempfile.NamedTemporaryFile() as t: t.write(b"x" * 10**6)\nprint((p / "f").read_text())',
    ],
    says: 'cached',
  },
  'git-that-writes-its-config': {
    image: 'debian',
    command: [
      'bash',
      '-ec',
      'git config --global user.email a@b.c && git config --global user.name me && cd && git init -q repo && cd repo && echo x > f && git add f' +
        ' && git commit -qm first && git log --format=%s',
    ],
    says: 'first',
  },
  'sqlite-database': {
    image: 'debian',
    command: [
      'bash',
      '-ec',
      'cd; sqlite3 db "create table t(n); insert into t values (1),(2),(3)"; sqlite3 db "select sum(n) from t"',
    ],
    says: '6',
  },
  'tar-and-gzip': {
    image: 'debian',
    command: [
      'bash',
      '-ec',
      'cd /tmp && mkdir d && seq 1000 > d/f && tar czf d.tgz d && rm -r d && tar xzf d.tgz && wc -l < d/f',
    ],
    says: '1000',
  },
  perl: {
    image: 'debian',
    command: [
      'perl',
      '-e',
      'open(my $f, ">", "$ENV{HOME}/.state") or die $!; print $f 42; close $f; open($f, "<", "/tmp/.state"); print <$f>, "\\n"',
    ],
    says: '42',
  },
  'jq-and-awk': {
    image: 'debian',
    command: [
      'bash',
      '-ec',
      'echo \'{"a": [1, 2, 3]}\' | jq -r ".a[]" | gawk "{ s += \\$1 } END { print s }"',
    ],
    says: '6',
  },
};

test('ten ordinary programs run under sane defaults in a namespace that enforces Pod Security restricted', () =>
  inNamespace(
    async (namespace) => {
      const chart = new Chart(new App(), 'programs');
      for (const [name, { image, command }] of Object.entries(PROGRAMS)) {
        new SimpleJob(chart, name, { metadata: { name }, image, command, backoffLimit: 0 });
      }
      const { report, stderr } = await deployReport(namespace, chart.toJson() as Manifest[], [
        '--timeout',
        '100s',
      ]);
      expect(Object.fromEntries(report.jobs.map(({ name, outcome }) => [name, outcome]))).toEqual(
        Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, 'succeeded'])),
      );
      expect(
        Object.fromEntries(
          Object.keys(PROGRAMS).map((name) => [name, logLines(stderr, name).pop()]),
        ),
      ).toEqual(
        Object.fromEntries(Object.entries(PROGRAMS).map(([name, { says }]) => [name, says])),
      );
    },
    { podSecurity: 'restricted' },
  ));

test('ten ordinary programs run where only HOME and /tmp are writable', () =>
  inNamespace(
    async (namespace) => {
      const chart = new Chart(new App(), 'readonly');
      new SimpleJob(chart, 'job', {
        metadata: { name: 'readonly' },
        image: 'busybox',
        command: ['sh', '-c', 'touch /x /bin/x /etc/x; touch /tmp/x ~/y && ls /tmp'],
      });
      const { code, stderr } = await deployReport(namespace, chart.toJson() as Manifest[]);
      expect(code).toBe(0);
      expect(
        logLines(stderr, 'readonly').filter((line) => line.includes('Read-only file system')),
      ).toHaveLength(3);
      // Two hands write: what comes by standard error may be before or after what comes by the output.
      expect(
        logLines(stderr, 'readonly').filter((line) => !line.includes('Read-only file system')),
      ).toEqual(['x', 'y']);
    },
    { podSecurity: 'restricted' },
  ));
