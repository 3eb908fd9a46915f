import type { Node } from './node';
import { rejected, Rule } from './rule';
import { isDnsSubdomain, isSearchDomain } from '../formats';
import { isIp, isSloppyIp } from '../ip';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const DNS_DOC = 'concepts/services-networking/dns-pod-service/#pod-dns-config';

/** Hostnames, host aliases and DNS of a Pod. @see `pkg/apis/core/validation/validation.go` */
export const podNetworkRules: Rule[] = [
  rejected({
    id: 'pod/host-aliases',
    on: 'HostAlias',
    message: 'a host alias requires a valid IP address, and hostnames that are DNS subdomains',
    fix: 'write it as in ip: 10.1.2.3, hostnames: [db.example.com]',
    link: 'tasks/network/customize-hosts-file-for-pods/',
    check: ({ ip = '', hostnames = [] }, node, report) => {
      if (!isAddress(ip, node)) report(node.at('ip'));
      hostnames.forEach((name, i) => {
        if (!isDnsSubdomain(name)) report(node.at('hostnames').index(i));
      });
    },
  }),
  rejected({
    id: 'pod/hostname-override',
    on: 'PodSpec',
    message: 'hostnameOverride conflicts with hostNetwork and with setHostnameAsFQDN',
    fix: 'remove hostnameOverride, or the other field',
    check: ({ hostnameOverride, hostNetwork, setHostnameAsFQDN }, node, report) => {
      if (hostnameOverride !== undefined && (hostNetwork || setHostnameAsFQDN)) {
        report(node.at('hostnameOverride'));
      }
    },
  }),
  rejected({
    id: 'dns/none-needs-nameservers',
    on: 'PodSpec',
    message: 'dnsPolicy: None requires name servers in dnsConfig',
    fix: 'set dnsConfig.nameservers',
    link: DNS_DOC,
    check: ({ dnsPolicy, dnsConfig }, node, report) => {
      if (dnsPolicy !== 'None') return;
      if (!dnsConfig) {
        report(node.at('dnsConfig'));
      } else if ((dnsConfig.nameservers ?? []).length === 0) {
        report(node.at('dnsConfig').field('nameservers'));
      }
    },
  }),
  rejected({
    id: 'dns/config',
    on: 'PodDNSConfig',
    message:
      'a Pod can have at most 3 name servers, which must be IP addresses, and 32 search ' +
      'domains with 2048 characters in total; options require names',
    fix: 'remove some entries, or correct them',
    link: DNS_DOC,
    check: ({ nameservers = [], searches = [], options = [] }, node, report) => {
      if (
        nameservers.length === 0 &&
        (node.parent!.value as Struct<'PodSpec'>).dnsPolicy === 'None'
      ) {
        return;
      }
      if (nameservers.length > 3) {
        report(
          node.at('nameservers'),
          `can have at most 3 name servers, not ${nameservers.length}`,
        );
      }
      nameservers.forEach((ip, i) => {
        if (!isAddress(ip, node)) {
          report(node.at('nameservers').index(i), `${quote(ip)} is not a valid IP address`);
        }
      });
      if (searches.length > 32 || searches.join(' ').length > 2048) {
        report(
          node.at('searches'),
          'can have at most 32 search domains with 2048 characters in total',
        );
      }
      searches.forEach((search, i) => {
        if (!isSearch(search, node)) {
          report(node.at('searches').index(i), `${quote(search)} is not a valid domain`);
        }
      });
      options.forEach(({ name = '' }, i) => {
        if (name === '') report(node.at('options').index(i), 'an option requires a name');
      });
    },
  }),
];

function isAddress(text: string, node: Node): boolean {
  return isIp(text) && !(node.context.isEnabled('StrictIPCIDRValidation') && isSloppyIp(text));
}

function isSearch(search: string, node: Node): boolean {
  const relaxed = node.context.isEnabled('RelaxedDNSSearchValidation');
  const domain = search.replace(/\.$/, '');
  return relaxed ? search === '.' || isSearchDomain(domain) : isDnsSubdomain(domain);
}
