import type { Node } from './node';
import { ReportViolation, rejected, Rule } from './rule';
import { isPortName } from '../formats';
import type { Struct } from '../schema/field';

/** Ports of containers. @see `pkg/apis/core/validation/validation.go` */
export const portRules: Rule[] = [
  rejected({
    id: 'port/name',
    on: 'ContainerPort',
    message:
      'the name of a port must be at most 15 lower-case letters, digits and "-", with at ' +
      'least one letter, no "--" and no "-" at either end',
    fix: 'use a short name, such as "metrics"',
    check: ({ name = '' }, node, report) => {
      if (name !== '' && !isPortName(name)) report(node.at('name'));
    },
  }),
  rejected({
    id: 'port/name-unique',
    on: ['Container', 'EphemeralContainer'],
    message: 'the name of a port must be unique in its container',
    fix: 'use another name',
    check: ({ ports = [] }, node, report) => {
      const names = ports.map(({ name = '' }) => name);
      names.forEach((name, i) => {
        if (name !== '' && isPortName(name) && names.indexOf(name) < i) {
          report(node.at('ports').index(i).field('name'));
        }
      });
    },
  }),
  rejected({
    id: 'port/host-port-unique',
    on: 'PodSpec',
    message: 'only one container can use a port of the node',
    fix: 'use another hostPort, or remove it; Jobs rarely need one',
    link: 'concepts/configuration/overview/',
    check: (spec, node, report) => {
      checkHostPorts([...(spec.containers ?? [])], node.at('containers'), report);
      // Init containers run one after another, so two of them can use the same port.
      for (const container of spec.initContainers ?? []) {
        checkHostPorts([container], node.at('initContainers'), report);
      }
    },
  }),
  rejected({
    id: 'port/host-network',
    on: 'PodSpec',
    message: 'with hostNetwork, hostPort must equal containerPort',
    fix: 'remove hostPort, or set it to containerPort',
    check: ({ hostNetwork, containers = [] }, node, report) => {
      if (!hostNetwork) return;
      containers.forEach(({ ports = [] }, i) =>
        ports.forEach(({ hostPort = 0, containerPort = 0 }, j) => {
          if (hostPort !== 0 && hostPort !== containerPort) {
            report(node.at('containers').index(i).field('ports').index(j).field('hostPort'));
          }
        }),
      );
    },
  }),
];

function checkHostPorts(
  containers: readonly Struct<'Container'>[],
  path: ReturnType<Node['at']>,
  report: ReportViolation,
): void {
  const usedPorts = new Set<string>();
  containers.forEach(({ ports = [] }, i) =>
    ports.forEach(({ protocol, hostIP = '', hostPort = 0 }, j) => {
      const port = `${protocol}/${hostIP}/${hostPort}`;
      if (hostPort !== 0 && usedPorts.has(port)) {
        report(path.index(i).field('ports').index(j).field('hostPort'));
      }
      usedPorts.add(port);
    }),
  );
}
