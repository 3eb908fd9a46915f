import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on } from '../example';
import { MINIMAL_JOB, pod } from '../manifests';

const alias = (part: JsonObject) =>
  pod({ hostAliases: [{ ip: '10.1.2.3', hostnames: ['db.example.com'], ...part }] });
const dns = (dnsConfig: JsonObject, spec: JsonObject = {}) => pod({ dnsConfig, ...spec });
const searches = (...list: string[]) => dns({ searches: list });

export const podNetworkExamples: Examples = {
  'pod/host-aliases': {
    bad: [
      alias({ ip: 'db' }),
      alias({ ip: undefined }),
      alias({ hostnames: ['the db'] }),
      on(36, alias({ ip: '010.001.002.003' })),
    ],
    good: [
      alias({}),
      alias({ ip: 'fd00::1' }),
      alias({ ip: '010.001.002.003' }),
      alias({ hostnames: [] }),
      on(36, alias({ ip: '10.1.2.3' })),
    ],
  },
  'pod/hostname-override': {
    bad: [
      pod({ hostnameOverride: 'shop', hostNetwork: true }),
      pod({ hostnameOverride: 'shop', setHostnameAsFQDN: true }),
    ],
    good: [
      pod({ hostnameOverride: 'shop' }),
      pod({ hostNetwork: true }),
      pod({ setHostnameAsFQDN: true }),
    ],
  },
  'dns/none-needs-nameservers': {
    bad: [
      pod({ dnsPolicy: 'None' }),
      dns({}, { dnsPolicy: 'None' }),
      dns({ nameservers: [] }, { dnsPolicy: 'None' }),
      dns({ searches: ['the domain'] }, { dnsPolicy: 'None' }),
    ],
    good: [dns({ nameservers: ['10.0.0.10'] }, { dnsPolicy: 'None' }), dns({}), MINIMAL_JOB],
  },
  'dns/config': {
    bad: [
      dns({ nameservers: ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'] }),
      dns({ nameservers: ['ns.example.com'] }),
      on(36, dns({ nameservers: ['010.0.0.1'] })),
      searches(...Array.from({ length: 33 }, (_, i) => `a${i}.com`)),
      searches(...Array.from({ length: 10 }, (_, i) => `${'a'.repeat(60)}.`.repeat(4) + i)),
      searches('the domain'),
      on(32, searches('_a.com')),
      on(32, searches('.')),
      dns({ options: [{ value: '2' }] }),
      dns({ nameservers: ['10.0.0.1', 'b'] }, { dnsPolicy: 'None' }),
    ],
    good: [
      dns({ nameservers: ['10.0.0.1', '10.0.0.2', 'fd00::1'] }),
      dns({ nameservers: ['010.0.0.1'] }),
      searches(...Array.from({ length: 32 }, (_, i) => `a${i}.com`)),
      searches('example.com.', '_a.com', '.'),
      on(32, searches('example.com.')),
      dns({ options: [{ name: 'ndots', value: '2' }] }),
    ],
  },
};
