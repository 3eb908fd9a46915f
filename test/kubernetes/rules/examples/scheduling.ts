import type { JsonObject } from '../../../../src/kubernetes/json';
import type { Examples } from '../example';
import { pod, spread } from '../manifests';

const tolerate = (...tolerations: JsonObject[]) => pod({ tolerations });
const gates = (...names: (string | undefined)[]) =>
  pod({ schedulingGates: names.map((name) => ({ name })) });

export const schedulingExamples: Examples = {
  'spread/unique': {
    bad: [spread({}, { maxSkew: 2 })],
    good: [
      spread({}, { topologyKey: 'topology.kubernetes.io/zone' }),
      spread({}, { whenUnsatisfiable: 'DoNotSchedule' }),
    ],
  },
  'spread/min-domains': {
    bad: spread({ minDomains: 2 }),
    good: [spread({ minDomains: 2, whenUnsatisfiable: 'DoNotSchedule' }), spread({})],
  },
  'toleration/key': {
    bad: tolerate({ key: 'the gpu', operator: 'Exists' }),
    good: [
      tolerate({ key: 'example.com/gpu', operator: 'Exists' }),
      tolerate({ operator: 'Exists' }),
    ],
  },
  'toleration/operator': {
    bad: [
      tolerate({ key: 'gpu', operator: 'Exists', value: 'yes' }),
      tolerate({ key: 'gpu', operator: 'In', value: 'yes' }),
      tolerate({ value: 'yes' }),
      tolerate({ key: 'gpu', value: 'the first' }),
      tolerate({ key: 'gpu', operator: 'Gt', value: '1' }),
      tolerate({ key: 'gpu', operator: 'Equal', value: 'the first' }),
    ],
    good: [
      tolerate({ key: 'gpu', operator: 'Equal', value: 'yes' }),
      tolerate({ key: 'gpu', operator: 'Exists' }),
      tolerate({ operator: 'Exists' }),
      tolerate({ key: 'gpu', value: 'yes' }),
      tolerate({ key: 'gpu' }),
    ],
  },
  'toleration/seconds': {
    bad: [
      tolerate({ key: 'gpu', operator: 'Exists', tolerationSeconds: 60 }),
      tolerate({ key: 'gpu', effect: 'NoSchedule', tolerationSeconds: 60 }),
    ],
    good: [
      tolerate({ key: 'gpu', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }),
      tolerate({ key: 'gpu', effect: 'NoSchedule' }),
    ],
  },
  'pod/qualified-names': {
    bad: [pod({ readinessGates: [{ conditionType: 'is ready' }] }), pod({ readinessGates: [{}] })],
    good: pod({ readinessGates: [{ conditionType: 'example.com/is-ready' }] }),
  },
  'pod/scheduling-gates': {
    bad: [gates('wait for it'), gates('example.com/wait', 'example.com/wait'), gates(undefined)],
    good: gates('example.com/wait', 'example.com/approve'),
  },
};
