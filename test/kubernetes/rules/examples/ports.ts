import { Examples, withOthers } from '../example';
import { container, main, named, pod, ports } from '../manifests';

const HTTP = { containerPort: 80, hostPort: 8080 };

export const portExamples: Examples = {
  'port/name': {
    bad: [
      ports({ name: 'prometheus-metrics', containerPort: 80 }),
      ports({ name: 'HTTP', containerPort: 80 }),
      ports({ name: '80', containerPort: 80 }),
      ports({ name: 'a--b', containerPort: 80 }),
      ports({ name: '-a', containerPort: 80 }),
      ports({ name: 'a-', containerPort: 80 }),
      ports({ name: 'HTTP', containerPort: 80 }, { name: 'HTTP', containerPort: 81 }),
    ],
    good: [
      ports({ name: 'metrics', containerPort: 80 }),
      ports({ name: 'http-80', containerPort: 80 }),
      ports({ name: '', containerPort: 80 }),
      ports({ name: 'a'.repeat(15), containerPort: 80 }),
    ],
  },
  'port/name-unique': {
    bad: [
      ports({ name: 'http', containerPort: 80 }, { name: 'http', containerPort: 81 }),
      withOthers(
        ['template/no-ephemeral-containers', 'template/ephemeral-container'],
        pod({
          ephemeralContainers: [
            named('debug', {
              ports: [
                { name: 'http', containerPort: 80 },
                { name: 'http', containerPort: 81 },
              ],
            }),
          ],
        }),
      ),
    ],
    good: [
      ports({ name: 'http', containerPort: 80 }, { name: 'admin', containerPort: 81 }),
      ports({ containerPort: 80 }, { containerPort: 81 }),
    ],
  },
  'port/host-port-unique': {
    bad: [
      pod({ containers: [main({ ports: [HTTP] }), named('second', { ports: [HTTP] })] }),
      container({ ports: [HTTP, { ...HTTP, containerPort: 81 }] }),
      pod({ initContainers: [named('init', { ports: [HTTP, { ...HTTP, containerPort: 81 }] })] }),
    ],
    good: [
      pod({
        containers: [
          main({ ports: [HTTP] }),
          named('second', { ports: [{ ...HTTP, hostPort: 8081 }] }),
        ],
      }),
      container({ ports: [HTTP, { ...HTTP, protocol: 'UDP' }] }),
      container({ ports: [HTTP, { ...HTTP, hostIP: '10.0.0.1' }] }),
      pod({
        containers: [main({ ports: [HTTP] })],
        initContainers: [named('init', { ports: [HTTP] })],
      }),
      container({ ports: [{ containerPort: 80 }, { containerPort: 80 }] }),
    ],
  },
  'port/host-network': {
    bad: container({ ports: [HTTP] }, { hostNetwork: true }),
    good: [
      container({ ports: [{ containerPort: 80 }] }, { hostNetwork: true }),
      container({ ports: [{ containerPort: 80, hostPort: 80 }] }, { hostNetwork: true }),
      container({ ports: [HTTP] }),
    ],
  },
};
