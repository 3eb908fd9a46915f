import type { Family } from './shape';

/** A Job whose image ko builds. */
export const KO: Family = {
  name: 'ko',
  base: `
apiVersion: batch/v1
kind: Job
metadata:
  generateName: conformance-
spec:
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: conformance
        image: ko://github.com/example/shop/cmd/conformance
        args: ["-v=2", "--namespace=$(NAMESPACE)"]
        env:
        - name: NAMESPACE
          valueFrom:
            fieldRef:
              fieldPath: metadata.namespace
`,
  accepted: {
    'a name beside the prefix': { 'metadata.name': 'conformance' },
    'an image that is built': { 'main.image': `ko.local/conformance@sha256:${'0'.repeat(64)}` },
    'the address of the node': {
      'main.env': [{ name: 'HOST', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }],
    },
    'memory for the runtime': {
      'main.env': [
        {
          name: 'GOMEMLIMIT',
          valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1' } },
        },
      ],
    },
    'an annotation as a variable': {
      'main.env': [
        {
          name: 'A',
          valueFrom: { fieldRef: { fieldPath: "metadata.annotations['example.com/a']" } },
        },
      ],
    },
    'a port for metrics': { 'main.ports': [{ name: 'metrics', containerPort: 9090 }] },
    'a probe of the program': {
      'main.startupProbe': { httpGet: { path: '/healthz', port: 8080 }, failureThreshold: 30 },
    },
    'a hook before the end': {
      'main.lifecycle': { preStop: { exec: { command: ['/ko-app/stop'] } } },
    },
    'a working directory': {
      'main.workingDir': '/var/run/ko',
      'main.tty': true,
      'main.stdin': true,
    },
    'no retries': { 'job.backoffLimit': 0 },
    'a manual selector': {
      'job.manualSelector': true,
      'job.selector': { matchLabels: { run: 'one' } },
      'labels.run': 'one',
    },
    'an image with a line break': { 'main.image': 'ko://github.com/example/shop\n' },
  },
  rejected: {
    'no name at all': { 'metadata.generateName': undefined },
    'a prefix in upper case': { 'metadata.generateName': 'Conformance-' },
    'a field that the downward API lacks': {
      'main.env': [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.uuid' } } }],
    },
    'a variable with a value and a source': {
      'main.env': [
        { name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      ],
    },
    'a port name that is too long': {
      'main.ports': [{ name: 'metrics-of-program', containerPort: 1 }],
    },
    'a port that is a string': { 'main.ports': [{ containerPort: '9090' }] },
    'a probe with two actions': {
      'main.livenessProbe': { httpGet: { port: 80 }, exec: { command: ['true'] } },
    },
    'arguments that are one string': { 'main.args': '-v=2' },
    'a selector that does not match': {
      'job.manualSelector': true,
      'job.selector': { matchLabels: { run: 'one' } },
      'labels.run': 'two',
    },
  },
};
