import type { Node } from './node';
import { Refuse, rejected, Rule } from './rule';
import { isPortName } from '../formats';
import type { Struct } from '../schema/field';

export const portRules: Rule[] = [
  rejected({
    id: 'port/name',
    on: 'ContainerPort',
    message:
      'the name of a port has at most 15 lower-case letters, digits and "-", a letter among them, no "--" and no "-" at either end',
    fix: 'shorten it, as in "metrics"',
    check: ({ name = '' }, node, refuse) => {
      if (name !== '' && !isPortName(name)) refuse(node.at('name'));
    },
  }),
  rejected({
    id: 'port/name-unique',
    on: ['Container', 'EphemeralContainer'],
    message: 'a port is found by its name, so no other port of the container has it',
    fix: 'give it another name',
    check: ({ ports = [] }, node, refuse) => {
      const names = ports.map(({ name = '' }) => name);
      names.forEach((name, i) => {
        if (name !== '' && isPortName(name) && names.indexOf(name) < i) {
          refuse(node.at('ports').index(i).field('name'));
        }
      });
    },
  }),
  rejected({
    id: 'port/host-port-unique',
    on: 'PodSpec',
    message: 'a port of the node can be had by one container only',
    fix: 'use another hostPort, or none: Jobs seldom need one',
    link: 'concepts/configuration/overview/',
    check: (spec, node, refuse) => {
      checkHostPorts([...(spec.containers ?? [])], node.at('containers'), refuse);
      // Init containers run one after the other, so each may have what the others have.
      for (const container of spec.initContainers ?? []) {
        checkHostPorts([container], node.at('initContainers'), refuse);
      }
    },
  }),
  rejected({
    id: 'port/host-network',
    on: 'PodSpec',
    message: 'in the network of the node, a port is the same on the node and in the container',
    fix: 'leave hostPort out, or make it the same as containerPort',
    check: ({ hostNetwork, containers = [] }, node, refuse) => {
      if (!hostNetwork) return;
      containers.forEach(({ ports = [] }, i) =>
        ports.forEach(({ hostPort = 0, containerPort = 0 }, j) => {
          if (hostPort !== 0 && hostPort !== containerPort) {
            refuse(node.at('containers').index(i).field('ports').index(j).field('hostPort'));
          }
        }),
      );
    },
  }),
];

function checkHostPorts(
  containers: readonly Struct<'Container'>[],
  at: ReturnType<Node['at']>,
  refuse: Refuse,
): void {
  const taken = new Set<string>();
  containers.forEach(({ ports = [] }, i) =>
    ports.forEach(({ protocol, hostIP = '', hostPort = 0 }, j) => {
      const port = `${protocol}/${hostIP}/${hostPort}`;
      if (hostPort !== 0 && taken.has(port)) {
        refuse(at.index(i).field('ports').index(j).field('hostPort'));
      }
      taken.add(port);
    }),
  );
}
