import { Rule, rejected } from './rule';
import { isHttpHeaderName, isPort, isPortName } from '../formats';
import { HANDLERS, setFields } from '../schema/unions';

const PROBE_DOC = 'tasks/configure-pod-container/configure-liveness-readiness-startup-probes/';
const HOOK_DOC = 'concepts/containers/container-lifecycle-hooks/';

/** Probes and lifecycle hooks. @see `pkg/apis/core/validation/validation.go` */
export const probeRules: Rule[] = [
  rejected({
    id: 'probe/one-handler',
    on: ['Probe', 'LifecycleHandler'],
    message: 'a probe or lifecycle hook must have exactly one handler',
    fix: 'set one of exec, httpGet, tcpSocket, grpc (probes only) and sleep (hooks only)',
    link: PROBE_DOC,
    check: (value, node, report) => {
      const [first, ...more] = setFields(value, HANDLERS);
      if (first === undefined) report(node.path, 'a handler is required');
      for (const handler of more) report(node.path.field(handler));
    },
  }),
  rejected({
    id: 'probe/success-threshold',
    on: 'Probe',
    message: 'successThreshold of a liveness or startup probe must be 1',
    fix: 'remove successThreshold',
    link: PROBE_DOC,
    check: ({ successThreshold }, node, report) => {
      if (node.parentField !== 'readinessProbe' && successThreshold !== 1) {
        report(node.at('successThreshold'));
      }
    },
  }),
  rejected({
    id: 'probe/readiness-grace-period',
    on: 'Probe',
    message: 'a readiness probe does not terminate containers, so it cannot have a grace period',
    fix: 'remove terminationGracePeriodSeconds',
    link: PROBE_DOC,
    check: ({ terminationGracePeriodSeconds }, node, report) => {
      if (node.parentField === 'readinessProbe' && terminationGracePeriodSeconds !== undefined) {
        report(node.at('terminationGracePeriodSeconds'));
      }
    },
  }),
  rejected({
    id: 'probe/port',
    on: ['HTTPGetAction', 'TCPSocketAction'],
    message: 'a port must be a number from 1 to 65535, or the name of a port of the container',
    fix: 'use the number, without quotes',
    link: PROBE_DOC,
    check: ({ port = 0 }, node, report) => {
      if (typeof port === 'number' ? !isPort(port) : !isPortName(port)) report(node.at('port'));
    },
  }),
  rejected({
    id: 'probe/http-header',
    on: 'HTTPGetAction',
    message: 'the name of a header must have only letters, digits and "-"',
    fix: 'use a name such as X-Custom-Header',
    link: PROBE_DOC,
    check: ({ httpHeaders = [] }, node, report) => {
      if (!httpHeaders.every(({ name = '' }) => isHttpHeaderName(name))) {
        report(node.at('httpHeaders'));
      }
    },
  }),
  rejected({
    id: 'hook/sleep',
    on: 'LifecycleHandler',
    message: 'a sleep must end within the grace period of the Pod',
    fix: 'shorten the sleep, or raise terminationGracePeriodSeconds',
    link: HOOK_DOC,
    check: ({ sleep }, node, report) => {
      if (!sleep || setFields(node.value, HANDLERS)[0] !== 'sleep') return;
      const { seconds = 0 } = sleep;
      const gracePeriod = node.ancestor('PodSpec')!.value.terminationGracePeriodSeconds!;
      const min = node.context.isEnabled('PodLifecycleSleepActionAllowZero') ? 0 : 1;
      if (seconds < min || seconds > gracePeriod) {
        report(
          node.at('sleep'),
          `must be from ${min} seconds to the grace period (${gracePeriod}), not ${seconds}`,
        );
      }
    },
  }),
];
