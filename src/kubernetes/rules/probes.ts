import { Rule, rejected } from './rule';
import { isHttpHeaderName, isPort, isPortName } from '../formats';
import { HANDLERS, setFields } from '../schema/unions';

const PROBE_DOC = 'tasks/configure-pod-container/configure-liveness-readiness-startup-probes/';
const HOOK_DOC = 'concepts/containers/container-lifecycle-hooks/';
export const probeRules: Rule[] = [
  rejected({
    id: 'probe/one-handler',
    on: ['Probe', 'LifecycleHandler'],
    message:
      'a probe or hook does one thing: it runs a command, asks over HTTP or gRPC, opens a connection or sleeps',
    fix: 'give one of exec, httpGet, tcpSocket, grpc (probes) and sleep (hooks)',
    link: PROBE_DOC,
    check: (value, node, refuse) => {
      const [first, ...more] = setFields(value, HANDLERS);
      if (first === undefined) refuse(node.path, 'it says nothing to do');
      for (const handler of more) refuse(node.path.field(handler));
    },
  }),
  rejected({
    id: 'probe/success-threshold',
    on: 'Probe',
    message: 'a liveness or startup probe has succeeded when it has succeeded once',
    fix: 'leave successThreshold out',
    link: PROBE_DOC,
    check: ({ successThreshold }, node, refuse) => {
      if (node.holder !== 'readinessProbe' && successThreshold !== 1) {
        refuse(node.at('successThreshold'));
      }
    },
  }),
  rejected({
    id: 'probe/readiness-grace-period',
    on: 'Probe',
    message: 'a readiness probe ends nothing, so it has no grace period',
    fix: 'leave terminationGracePeriodSeconds out',
    link: PROBE_DOC,
    check: ({ terminationGracePeriodSeconds }, node, refuse) => {
      if (node.holder === 'readinessProbe' && terminationGracePeriodSeconds !== undefined) {
        refuse(node.at('terminationGracePeriodSeconds'));
      }
    },
  }),
  rejected({
    id: 'probe/port',
    on: ['HTTPGetAction', 'TCPSocketAction'],
    message: 'a port is a number from 1 to 65535, or the name of a port of the container',
    fix: 'use the number, without quotes',
    link: PROBE_DOC,
    check: ({ port = 0 }, node, refuse) => {
      if (typeof port === 'number' ? !isPort(port) : !isPortName(port)) refuse(node.at('port'));
    },
  }),
  rejected({
    id: 'probe/http-header',
    on: 'HTTPGetAction',
    message: 'the name of a header has letters, digits and "-"',
    fix: 'write it as in X-Custom-Header',
    link: PROBE_DOC,
    check: ({ httpHeaders = [] }, node, refuse) => {
      if (!httpHeaders.every(({ name = '' }) => isHttpHeaderName(name))) {
        refuse(node.at('httpHeaders'));
      }
    },
  }),
  rejected({
    id: 'hook/sleep',
    on: 'LifecycleHandler',
    message: 'a sleep is over before the grace period is',
    fix: 'sleep shorter, or set a longer terminationGracePeriodSeconds',
    link: HOOK_DOC,
    check: ({ sleep }, node, refuse) => {
      if (!sleep || setFields(node.value, HANDLERS)[0] !== 'sleep') return;
      const { seconds = 0 } = sleep;
      const grace = node.in('PodSpec')!.value.terminationGracePeriodSeconds!;
      const least = node.subject.has('PodLifecycleSleepActionAllowZero') ? 0 : 1;
      if (seconds < least || seconds > grace) {
        refuse(
          node.at('sleep'),
          `${seconds} seconds are not from ${least} to the grace period, ${grace}`,
        );
      }
    },
  }),
];
