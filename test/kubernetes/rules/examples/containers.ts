import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on, withOthers } from '../example';
import { container, initContainer, main, named, pod, sidecar } from '../manifests';

const PROBE = { exec: { command: ['true'] } };
const RULE = { action: 'Restart', exitCodes: { operator: 'In', values: [42] } };
const rules = (...restartPolicyRules: JsonObject[]) =>
  container({ restartPolicy: 'Never', restartPolicyRules });
const codes = (part: JsonObject) => rules({ ...RULE, exitCodes: { ...RULE.exitCodes, ...part } });
const resize = (resourceName: string, restartPolicy: string) => ({
  resizePolicy: [{ resourceName, restartPolicy }],
});
const ON_FAILURE = { restartPolicy: 'OnFailure' };

export const containerExamples: Examples = {
  'container/name-unique': {
    bad: [
      pod({ containers: [main(), main()] }),
      pod({ initContainers: [main()] }),
      pod({ initContainers: [named('init'), named('init')] }),
      withOthers(['template/no-ephemeral-containers'], pod({ ephemeralContainers: [main()] })),
      withOthers(
        ['template/no-ephemeral-containers'],
        pod({ initContainers: [named('init')], ephemeralContainers: [named('init')] }),
      ),
      withOthers(
        ['template/no-ephemeral-containers'],
        pod({ ephemeralContainers: [named('debug'), named('debug')] }),
      ),
    ],
    good: [
      pod({ containers: [main(), named('second')] }),
      pod({ initContainers: [named('init'), named('second')] }),
    ],
  },
  'container/init-without-probes': {
    bad: [
      initContainer({ readinessProbe: PROBE }),
      initContainer({ livenessProbe: PROBE }),
      initContainer({ startupProbe: PROBE }),
      initContainer({ lifecycle: { preStop: PROBE } }),
      initContainer({ restartPolicy: 'Never', livenessProbe: PROBE }),
    ],
    good: [
      sidecar({ readinessProbe: PROBE }),
      sidecar({ livenessProbe: PROBE, startupProbe: PROBE, lifecycle: { preStop: PROBE } }),
      container({ livenessProbe: PROBE }),
      initContainer({}),
    ],
  },
  'container/restart-policy': {
    bad: [
      container({ restartPolicyRules: [RULE] }),
      container({ restartPolicy: 'Sometimes' }),
      on(33, initContainer({ restartPolicy: 'Never' })),
      initContainer({ restartPolicyRules: [{ ...RULE, action: 'Stop' }] }),
    ],
    good: [
      container({ restartPolicy: 'Never', restartPolicyRules: [RULE] }),
      container({ restartPolicy: 'OnFailure' }),
      container({ restartPolicyRules: [] }),
      sidecar({}),
      on(33, sidecar({})),
    ],
  },
  'container/restart-policy-of-regular': {
    bad: on(33, container({ restartPolicy: 'Always' })),
    good: [
      on(33, sidecar({})),
      on(34, container({})),
      on(35, container({ restartPolicy: 'Always' })),
    ],
  },
  'container/restart-rules': {
    bad: [
      rules({ action: 'Restart' }),
      rules({ ...RULE, action: 'Stop' }),
      rules({ exitCodes: RULE.exitCodes }),
      codes({ operator: 'Is' }),
      codes({ operator: undefined }),
      codes({ values: Array.from({ length: 256 }, (_, i) => i) }),
      rules(...Array.from({ length: 21 }, () => RULE)),
      rules({ ...RULE, action: 'RestartAllContainers' }),
      sidecar({ restartPolicyRules: [RULE] }),
      on(36, sidecar({ restartPolicyRules: [{ ...RULE, action: 'Stop' }] })),
      initContainer({ restartPolicy: 'Never', restartPolicyRules: [{ ...RULE, action: 'Stop' }] }),
      withOthers(
        ['container/restart-policy'],
        container({ restartPolicyRules: [{ ...RULE, action: 'Stop' }] }),
      ),
    ],
    good: [
      rules(RULE),
      codes({ operator: 'NotIn' }),
      codes({ values: Array.from({ length: 255 }, (_, i) => i) }),
      rules(...Array.from({ length: 20 }, () => RULE)),
      on(36, rules({ ...RULE, action: 'RestartAllContainers' })),
      sidecar({}),
      initContainer({ restartPolicy: 'Never', restartPolicyRules: [RULE] }),
      on(36, sidecar({ restartPolicyRules: [RULE] })),
      container({ restartPolicy: 'Always', restartPolicyRules: [RULE] }),
    ],
  },
  'container/resize-policy': {
    bad: [
      container(resize('cpu', 'RestartContainer')),
      container(resize('cpu', 'Sometimes'), ON_FAILURE),
      container(resize('ephemeral-storage', 'NotRequired')),
      container({
        resizePolicy: [
          ...resize('cpu', 'NotRequired').resizePolicy,
          ...resize('cpu', 'NotRequired').resizePolicy,
        ],
      }),
      container({ resizePolicy: [{ resourceName: 'cpu' }] }, ON_FAILURE),
      container({ resizePolicy: [{}, {}] }, ON_FAILURE),
    ],
    good: [
      container(resize('cpu', 'NotRequired')),
      container(resize('memory', 'RestartContainer'), ON_FAILURE),
      container({
        resizePolicy: [
          ...resize('cpu', 'NotRequired').resizePolicy,
          ...resize('memory', 'NotRequired').resizePolicy,
        ],
      }),
    ],
  },
  'container/init-resize-restarts': {
    bad: on(36, initContainer(resize('cpu', 'RestartContainer'), ON_FAILURE)),
    good: [
      on(36, initContainer(resize('cpu', 'NotRequired'), ON_FAILURE)),
      on(36, sidecar(resize('cpu', 'RestartContainer'), ON_FAILURE)),
      on(36, container(resize('cpu', 'RestartContainer'), ON_FAILURE)),
      on(35, initContainer(resize('cpu', 'RestartContainer'), ON_FAILURE)),
    ],
  },
};
