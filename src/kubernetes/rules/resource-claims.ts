import { isWindowsPodResources } from './resource-amounts';
import { rejected, Rule } from './rule';
import { isDnsLabel } from '../formats';
import { quote } from '../truncate';

/** Resource claims of Pods and containers. @see `pkg/apis/core/validation/validation.go` */
export const resourceClaimRules: Rule[] = [
  rejected({
    id: 'resources/claims',
    on: 'ResourceRequirements',
    message: 'a container can use only resource claims of its Pod, each once',
    fix: 'use a claim of spec.resourceClaims, either with or without request',
    link: 'concepts/scheduling-eviction/dynamic-resource-allocation/',
    check: ({ claims = [] }, node, report) => {
      if (isWindowsPodResources(node)) return;
      const podClaims = (node.ancestor('PodSpec')?.value.resourceClaims ?? []).map(
        ({ name }) => name,
      );
      const seen = new Set<string>();
      claims.forEach(({ name = '', request = '' }, i) => {
        const at = node.at('claims').index(i);
        const key = request === '' ? name : `${name}/${request}`;
        if (name === '' || !podClaims.includes(name)) {
          report(at, `the Pod has no resource claim ${quote(name)}`);
        }
        if (name === '') return;
        if (request !== '' && !seen.has(name) && !isDnsLabel(request)) report(at.field('request'));
        if (
          seen.has(name) ||
          seen.has(key) ||
          (request === '' && [...seen].some((other) => other.startsWith(`${name}/`)))
        ) {
          report(at, `duplicate claim ${key}`);
        }
        if (!seen.has(name)) seen.add(key);
      });
    },
  }),
  rejected({
    id: 'resources/pod-claims',
    on: 'PodResourceClaim',
    message:
      'a resource claim of a Pod requires a unique name, and either resourceClaimName or ' +
      'resourceClaimTemplateName',
    fix: 'set resourceClaimName or resourceClaimTemplateName',
    link: 'concepts/scheduling-eviction/dynamic-resource-allocation/',
    check: ({ name = '', resourceClaimName, resourceClaimTemplateName }, node, report) => {
      const claims = node.ancestor('PodSpec')?.value.resourceClaims ?? [];
      if (
        name !== '' &&
        claims.slice(0, claims.indexOf(node.value)).some((claim) => claim.name === name)
      ) {
        report(node.at('name'));
      }
      if ((resourceClaimName !== undefined) === (resourceClaimTemplateName !== undefined)) {
        report(node.path);
      }
    },
  }),
];
