import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on } from '../example';
import { container } from '../manifests';

const COMMAND = { exec: { command: ['true'] } };
const liveness = (probe: JsonObject) => container({ livenessProbe: probe });
const readiness = (probe: JsonObject) => container({ readinessProbe: probe });
const http = (part: JsonObject) => liveness({ httpGet: { port: 80, ...part } });
const tcp = (port: string | number) => liveness({ tcpSocket: { port } });
const preStop = (hook: JsonObject, spec: JsonObject = {}) =>
  container({ lifecycle: { preStop: hook } }, spec);
const sleep = (seconds: number, spec: JsonObject = {}) => preStop({ sleep: { seconds } }, spec);

export const probeExamples: Examples = {
  'probe/one-handler': {
    bad: [
      liveness({ ...COMMAND, httpGet: { port: 80 } }),
      liveness({ periodSeconds: 5 }),
      preStop({}),
      preStop({ ...COMMAND, sleep: { seconds: 5 } }),
      preStop({ ...COMMAND, sleep: { seconds: 99 } }),
    ],
    good: [
      liveness({ httpGet: { port: 80 } }),
      liveness(COMMAND),
      preStop({ sleep: { seconds: 5 } }),
    ],
  },
  'probe/success-threshold': {
    bad: [
      liveness({ ...COMMAND, successThreshold: 2 }),
      container({ startupProbe: { ...COMMAND, successThreshold: 2 } }),
    ],
    good: [
      readiness({ ...COMMAND, successThreshold: 2 }),
      liveness({ ...COMMAND, successThreshold: 1 }),
      liveness({ ...COMMAND, successThreshold: 0 }),
    ],
  },
  'probe/readiness-grace-period': {
    bad: readiness({ ...COMMAND, terminationGracePeriodSeconds: 5 }),
    good: [liveness({ ...COMMAND, terminationGracePeriodSeconds: 5 }), readiness(COMMAND)],
  },
  'probe/port': {
    bad: [
      tcp('80'),
      tcp(65536),
      tcp(0),
      http({ port: 'the-health-port-' }),
      http({ port: undefined }),
    ],
    good: [tcp(80), tcp('http'), http({ port: 65535 }), http({ port: 1 })],
  },
  'probe/http-header': {
    bad: [
      http({ httpHeaders: [{ name: 'X Custom', value: 'a' }] }),
      http({ httpHeaders: [{ value: 'a' }] }),
    ],
    good: [http({ httpHeaders: [{ name: 'X-Custom', value: 'a' }] }), http({})],
  },
  'hook/sleep': {
    bad: [sleep(31), sleep(6, { terminationGracePeriodSeconds: 5 }), sleep(-1), on(32, sleep(0))],
    good: [
      sleep(30),
      sleep(31, { terminationGracePeriodSeconds: 31 }),
      sleep(0),
      on(32, sleep(1)),
      preStop(COMMAND),
    ],
  },
};
