import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { index, item } from '../../src/worker';
import { temporaryFolder } from '../temporary-folder';

function fileWith(name: string, text: string): string {
  const path = join(temporaryFolder('worker-'), name);
  writeFileSync(path, text);
  return path;
}

afterEach(() => {
  delete process.env.JOB_ITEM;
  delete process.env.JOB_COMPLETION_INDEX;
});

test('index() returns a number', () => {
  process.env.JOB_COMPLETION_INDEX = '7';
  expect(index()).toBe(7);
});

test('item() returns a text file as a string', () => {
  process.env.JOB_ITEM = fileWith('item.txt', '5');
  expect(item<string>()).toBe('5');
});

test('item() parses a JSON file', () => {
  process.env.JOB_ITEM = fileWith('item.json', '{"url":"http://a","retries":2}');
  expect(item<{ url: string; retries: number }>()).toEqual({ url: 'http://a', retries: 2 });
});

test('index() and item() name the missing variable outside an IndexedJob', () => {
  expect(index).toThrow('$JOB_COMPLETION_INDEX is not set');
  expect(item).toThrow('$JOB_ITEM is not set');
});
