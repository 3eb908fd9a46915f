import { readFileSync } from 'node:fs';
import { TIME_ZONES_FILE, timeZonesSource } from '../../projenrc/time-zones';

test('the time zones are those of the Go release that builds the newest Kubernetes', () => {
  expect(readFileSync(TIME_ZONES_FILE, 'utf8')).toBe(timeZonesSource());
});
