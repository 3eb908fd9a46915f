import { containersOf } from './pod-containers';
import { Rule, serverWarning } from './rule';
import { isIp, isSloppyIp, isNonCanonicalIp } from '../ip';
import type { Struct } from '../schema/field';

/** Likely mistakes in ports and addresses that the API server warns of as well. */
export const networkServerWarningRules: Rule[] = [
  serverWarning({
    id: 'port/twice',
    on: 'PodSpec',
    message:
      'containers of a Pod share its network, so each port and each port name should be ' +
      'unique',
    fix: 'use another port or another name',
    check: (_, node, report) => {
      const withPorts = containersOf(node).filter(({ value }) => value.ports);
      const ports = withPorts.flatMap((container) =>
        container.value.ports!.map((port, i) => ({ port, path: container.at('ports').index(i) })),
      );
      ports.forEach(({ port, path }, i) => {
        const earlier = ports.slice(0, i).map((other) => other.port);
        const samePort = earlier.filter(
          (other) => other.containerPort === port.containerPort && other.protocol === port.protocol,
        );
        const sameName = earlier.filter(({ name }) => name === port.name);
        if (port.hostIP && !port.hostPort) {
          report(path, 'hostIP has no effect without hostPort');
        } else if (samePort.some((other) => conflicts(other, port))) {
          report(path, `duplicate port ${port.containerPort}`);
        } else if (port.name && node.context.minor >= 33 && sameName.length > 0) {
          report(path, `duplicate port name ${port.name}`);
        }
      });
    },
  }),
  serverWarning({
    id: 'pod/sloppy-address',
    since: 33,
    on: ['HostAlias', 'PodDNSConfig'],
    message:
      'the address has leading zeros or is an IPv4-mapped IPv6 address, which programs ' +
      'parse in different ways',
    fix: 'write the address in its usual form',
    check: (value, node, report) => {
      const { ip, nameservers = [] } = value as Struct<'HostAlias'> & Struct<'PodDNSConfig'>;
      if (ip && isIp(ip) && (isSloppyIp(ip) || isNonCanonicalIp(ip))) report(node.path.field('ip'));
      nameservers.forEach((server, i) => {
        if (isIp(server) && (isSloppyIp(server) || isNonCanonicalIp(server))) {
          report(node.path.field('nameservers').index(i));
        }
      });
    },
  }),
  serverWarning({
    id: 'pod/host-alias-twice',
    on: 'PodSpec',
    message: 'another host alias has the same IP address',
    fix: 'list all hostnames of an address in one entry',
    link: 'tasks/network/customize-hosts-file-for-pods/',
    check: ({ hostAliases = [] }, node, report) => {
      const ips = hostAliases.map(({ ip }) => ip);
      ips.forEach((ip, i) => {
        if (ips.indexOf(ip) < i) report(node.at('hostAliases').index(i).field('ip'));
      });
    },
  }),
];

/** Returns whether two containers with the same port cannot run on the same node. */
function conflicts(a: Struct<'ContainerPort'>, b: Struct<'ContainerPort'>): boolean {
  const [hostA, hostB] = [a.hostPort ?? 0, b.hostPort ?? 0];
  const [ipA, ipB] = [a.hostIP ?? '', b.hostIP ?? ''];
  return (
    hostA === 0 || hostB === 0 || (hostA === hostB && (ipA === ipB || ipA === '' || ipB === ''))
  );
}
