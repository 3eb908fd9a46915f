import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogFiles } from '../../src/cli/log-files';
import type { LogRef } from '../../src/deploy/core/events';
import { InputError } from '../../src/manifests/problem';
import { log } from '../output/events';
import { temporaryFolder } from '../temporary-folder';

const folder = () => temporaryFolder('cdk8s-jobs-logs-');
const main: LogRef = {
  namespace: 'ns',
  job: 'job',
  pod: 'job-abcde',
  container: 'main',
  restarts: 0,
};
const warn = (message: string) => {
  throw new Error(message);
};
const filesIn = (dir: string) =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1))
    .sort();

describe('LogFiles', () => {
  test('writes one file for each run of each container', () => {
    const dir = folder();
    const files = new LogFiles(join(dir, 'new'), warn);
    for (const ref of [
      {},
      { restarts: 1 },
      { container: 'setup' },
      { pod: 'job-fghij' },
      { job: 'other' },
      { namespace: 'else' },
    ]) {
      files.add(log('x', ref));
    }
    expect(filesIn(dir)).toEqual([
      'new/else/job/job-abcde/main.log',
      'new/ns/job/job-abcde/main.1.log',
      'new/ns/job/job-abcde/main.log',
      'new/ns/job/job-abcde/setup.log',
      'new/ns/job/job-fghij/main.log',
      'new/ns/other/job-abcde/main.log',
    ]);
  });

  test('writes exactly what the container wrote', () => {
    const dir = folder();
    const files = new LogFiles(dir, warn);
    files.add(log('a\r\u001b[2J ☃ ##vso[x]'));
    files.add(log(''));
    files.add(log('\ufffd', { bytes: Buffer.from([0xe9, 0x00]) }));
    files.add(log('a piece', { partial: true }));
    files.add(log(' and its end', { partial: true }));
    expect(readFileSync(join(dir, 'ns/job/job-abcde/main.log'), 'latin1')).toBe(
      `${Buffer.from('a\r\u001b[2J ☃ ##vso[x]\n\n').toString('latin1')}\u00e9\u0000\na piece and its end`,
    );
  });

  test('writes a note on a line of its own where lines are missing', () => {
    const dir = folder();
    const files = new LogFiles(dir, warn);
    files.add(log('whole'));
    files.add({ type: 'warning', message: 'log incomplete: x', log: main });
    files.add(log('half', { partial: true }));
    files.add({ type: 'warning', message: 'log incomplete: y', log: main });
    files.add({ type: 'warning', message: 'about something else' });
    expect(readFileSync(join(dir, 'ns/job/job-abcde/main.log'), 'utf8')).toBe(
      'whole\n[cdk8s-jobs] log incomplete: x\nhalf\n[cdk8s-jobs] log incomplete: y\n',
    );
  });

  test('overwrites the file of an earlier deploy', () => {
    const dir = folder();
    new LogFiles(dir, warn).add(log('before'));
    const files = new LogFiles(dir, warn);
    files.add(log('one'));
    files.add(log('two'));
    expect(readFileSync(join(dir, 'ns/job/job-abcde/main.log'), 'utf8')).toBe('one\ntwo\n');
  });

  test('escapes names that have a meaning in a file system', () => {
    const dir = folder();
    const files = new LogFiles(dir, warn);
    for (const pod of ['..', 'a/../../b', 'c\\d', 'con', 'nul.x', 'console', '.hidden', 'a:b']) {
      files.add(log('x', { pod }));
    }
    expect(readdirSync(join(dir, 'ns/job')).sort()).toEqual([
      '__',
      '_con',
      '_hidden',
      '_nul.x',
      'a_.._.._b',
      'a_b',
      'c_d',
      'console',
    ]);
  });

  test('limits the number of open files without losing a line', () => {
    const dir = folder();
    const files = new LogFiles(dir, warn);
    const before = readdirSync('/dev/fd').length;
    for (const text of ['one', 'two']) {
      for (let i = 0; i < 400; i++) files.add(log(text, { pod: `p${i}` }));
    }
    expect(readdirSync('/dev/fd').length - before).toBeLessThan(140);
    expect(filesIn(dir)).toHaveLength(400);
    for (const file of filesIn(dir)) {
      expect(readFileSync(join(dir, file), 'utf8')).toBe('one\ntwo\n');
    }
  });

  test('throws InputError when the folder cannot be created', () => {
    const dir = folder();
    writeFileSync(join(dir, 'file'), '');
    expect(() => new LogFiles(join(dir, 'file'), warn)).toThrow(InputError);
    expect(() => new LogFiles(join(dir, 'file', 'x'), warn)).toThrow(/ENOTDIR/);
  });

  test('reports a failure to write once', () => {
    const dir = folder();
    const warnings: string[] = [];
    const files = new LogFiles(dir, (message) => warnings.push(message));
    writeFileSync(join(dir, 'ns'), '');
    files.add(log('x'));
    files.add(log('y'));
    expect(warnings).toEqual([expect.stringMatching(/: E(NOTDIR|EXIST)/)]);
  });
});
