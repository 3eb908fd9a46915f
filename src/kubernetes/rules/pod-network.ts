import type { Node } from './node';
import { rejected, Rule } from './rule';
import { isDnsSubdomain, isSearchDomain } from '../formats';
import { isIp, isSloppyIp } from '../ip';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const DNS_DOC = 'concepts/services-networking/dns-pod-service/#pod-dns-config';

export const podNetworkRules: Rule[] = [
  rejected({
    id: 'pod/host-aliases',
    on: 'HostAlias',
    message: 'an alias is an IP address and names of hosts',
    fix: 'write it as in ip: 10.1.2.3, hostnames: [db.example.com]',
    link: 'tasks/network/customize-hosts-file-for-pods/',
    check: ({ ip = '', hostnames = [] }, node, refuse) => {
      if (!isAddress(ip, node)) refuse(node.at('ip'));
      hostnames.forEach((name, i) => {
        if (!isDnsSubdomain(name)) refuse(node.at('hostnames').index(i));
      });
    },
  }),
  rejected({
    id: 'pod/hostname-override',
    on: 'PodSpec',
    message:
      "the host name is the node's with hostNetwork, and that of the domain with setHostnameAsFQDN",
    fix: 'leave hostnameOverride out, or the other',
    check: ({ hostnameOverride, hostNetwork, setHostnameAsFQDN }, node, refuse) => {
      if (hostnameOverride !== undefined && (hostNetwork || setHostnameAsFQDN)) {
        refuse(node.at('hostnameOverride'));
      }
    },
  }),
  rejected({
    id: 'dns/none-needs-nameservers',
    on: 'PodSpec',
    message: 'with dnsPolicy: None there is no DNS but what dnsConfig says',
    fix: 'set dnsConfig.nameservers',
    link: DNS_DOC,
    check: ({ dnsPolicy, dnsConfig }, node, refuse) => {
      if (dnsPolicy !== 'None') return;
      if (!dnsConfig) {
        refuse(node.at('dnsConfig'));
      } else if ((dnsConfig.nameservers ?? []).length === 0) {
        refuse(node.at('dnsConfig').field('nameservers'));
      }
    },
  }),
  rejected({
    id: 'dns/config',
    on: 'PodDNSConfig',
    message:
      'there are at most 3 name servers, IP addresses, and 32 search domains with 2048 characters in all; options have names',
    fix: 'leave some out, or correct them',
    link: DNS_DOC,
    check: ({ nameservers = [], searches = [], options = [] }, node, refuse) => {
      if (
        nameservers.length === 0 &&
        (node.parent!.value as Struct<'PodSpec'>).dnsPolicy === 'None'
      ) {
        return;
      } // it has been said
      if (nameservers.length > 3) {
        refuse(node.at('nameservers'), `there are ${nameservers.length}, and at most 3 can be`);
      }
      nameservers.forEach((ip, i) => {
        if (!isAddress(ip, node)) {
          refuse(node.at('nameservers').index(i), `${quote(ip)} is no IP address`);
        }
      });
      if (searches.length > 32 || searches.join(' ').length > 2048) {
        refuse(node.at('searches'), 'they are too many or too long');
      }
      searches.forEach((search, i) => {
        if (!isSearch(search, node)) {
          refuse(node.at('searches').index(i), `${quote(search)} is no domain`);
        }
      });
      options.forEach(({ name = '' }, i) => {
        if (name === '') refuse(node.at('options').index(i), 'it has no name');
      });
    },
  }),
];

function isAddress(text: string, node: Node): boolean {
  return isIp(text) && !(node.subject.has('StrictIPCIDRValidation') && isSloppyIp(text));
}

function isSearch(search: string, node: Node): boolean {
  const relaxed = node.subject.has('RelaxedDNSSearchValidation');
  const domain = search.replace(/\.$/, '');
  return relaxed ? search === '.' || isSearchDomain(domain) : isDnsSubdomain(domain);
}
