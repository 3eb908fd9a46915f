import { deployCli, jobOf, logLines } from './cli';
import { inNamespace } from '../harness';

test('every line of a long log is printed once and in order', () =>
  inNamespace(async (namespace) => {
    const written = Array.from({ length: 50_000 }, (_, i) => `line ${i + 1}`);
    // It lingers, since the container runtime itself loses what is still in the pipe when a program ends: kubectl has no more of it.
    const chatty = `awk 'BEGIN { for (i = 1; i <= ${written.length}; i++) print "line " i }'; sleep 2`;
    const { code, stderr } = await deployCli(namespace, [
      jobOf('chatty', chatty, { completions: 2, parallelism: 2 }),
    ]);
    expect(code).toBe(0);
    const byPod = new Map<string, string[]>();
    for (const [, pod, text] of stderr.matchAll(/^(chatty-\w+) \| (.*)$/gm)) {
      if (byPod.get(pod)?.push(text) === undefined) byPod.set(pod, [text]);
    }
    expect(byPod.size).toBe(2);
    for (const lines of byPod.values()) expect(lines).toEqual(written);
  }));

test('a line is printed exactly as the program wrote it, after the name of its Job', () =>
  inNamespace(async (namespace) => {
    const written = [
      'plain',
      '  indented  ',
      '',
      'tab\there',
      'naïve ☃ 日本',
      '::error::not a command',
      '%d %s $HOME',
      '\u001b[31mred\u001b[0m',
      'x'.repeat(100_000),
    ];
    const { stderr } = await deployCli(namespace, [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'text' },
        data: { text: written.join('\n') },
      }, // no newline at the end
      jobOf(
        'prints',
        '',
        {},
        {
          containers: [
            {
              name: 'main',
              image: 'busybox',
              command: ['cat', '/text/text'],
              volumeMounts: [{ name: 'text', mountPath: '/text' }],
            },
          ],
          volumes: [{ name: 'text', configMap: { name: 'text' } }],
        },
      ),
    ]);
    expect(logLines(stderr, 'prints')).toEqual(written);
  }));

test('control characters are escaped, and the last state of an overwritten line is printed', () =>
  inNamespace(async (namespace) => {
    const { stderr } = await deployCli(namespace, [
      jobOf('rude', 'printf "\\033[2Jgone\\a\\n10%%\\r\\033[K20%%\\n"'),
    ]);
    expect(logLines(stderr, 'rude')).toEqual(['\\x1b[2Jgone\\x07', '20%']);
  }));

test('workflow commands of CI systems in logs are escaped, live and in the result', () =>
  inNamespace(async (namespace) => {
    const commands = [
      '::error::a',
      '::stop-commands::b',
      '::add-mask::c',
      'x ##[error]d',
      'x ##vso[task.complete]e',
      "x ##teamcity[buildStop comment='f']",
    ];
    const script = `${commands.map((text) => `echo "${text}"`).join('; ')}; printf 'x\\r::error::g\\n'; exit 3`;
    for (const output of ['text', 'json']) {
      const { stdout, stderr } = await deployCli(
        namespace,
        [jobOf(output, script, { backoffLimit: 0 })],
        ['-o', output],
      );
      expect(logLines(stderr, output)).toHaveLength(7);
      for (const said of [stdout, stderr]) {
        expect(said).toContain('::error::g');
        expect(said).not.toMatch(/^\s*::|\r|##\w*\[/m);
      }
    }
  }));

test('a line of five megabytes is printed whole, as one line', () =>
  inNamespace(async (namespace) => {
    const { code, stderr } = await deployCli(namespace, [
      jobOf('wide', "head -c 5000000 /dev/zero | tr '\\000' x; echo; echo after; sleep 1"),
    ]);
    expect(code).toBe(0);
    expect(logLines(stderr, 'wide').map((line) => [line.length, line.slice(-5)])).toEqual([
      [5_000_000, 'xxxxx'],
      [5, 'after'],
    ]);
  }));

test('lines of a Pod with several containers have the name of the container', () =>
  inNamespace(async (namespace) => {
    const say = (name: string) => ({ name, image: 'busybox', command: ['echo', `I am ${name}`] });
    const { code, stderr } = await deployCli(namespace, [
      jobOf(
        'several',
        '',
        {},
        { initContainers: [say('setup')], containers: [say('one'), say('two')] },
      ),
    ]);
    expect(code).toBe(0);
    expect(
      stderr
        .split('\n')
        .filter((line) => line.includes('I am'))
        .sort(),
    ).toEqual(['several/one | I am one', 'several/setup | I am setup', 'several/two | I am two']);
  }));

test('lines are printed while the Job runs', () =>
  inNamespace(async (namespace) => {
    let seenWhileRunning = false;
    await deployCli(namespace, [jobOf('slow', 'echo early; sleep 4; echo late')], [], {
      onProgress: (stderr) => {
        seenWhileRunning ||= stderr.includes('| early\n') && !stderr.includes('| late');
      },
    });
    expect(seenWhileRunning).toBe(true);
  }));
