import type { Node } from './node';
import { Rule, rejected } from './rule';
import type { FieldPath } from '../field-path';
import { isDnsLabel, isQualifiedName } from '../formats';
import { compareQuantities, formatQuantity, int64, parseQuantity, Quantity } from '../quantity';
import type { Struct } from '../schema/field';
import { quote } from '../truncate';

const DOC = 'concepts/configuration/manage-resources-containers/';
const HUGE_PAGES = 'hugepages-';
const OF_CONTAINERS = ['cpu', 'memory', 'ephemeral-storage'];
const OF_PODS = ['cpu', 'memory'];
const COUNTED = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const MILLI = -3;
type Amounts = Readonly<Record<string, string | number>>;

export const resourceRules: Rule[] = [
  rejected({
    id: 'resources/name',
    on: ['ResourceRequirements', 'PodSpec'],
    message:
      'a resource is cpu, memory, ephemeral-storage, hugepages-<size> or one with a domain, such as nvidia.com/gpu; a Pod as a whole has cpu, memory and hugepages',
    fix: 'use one of these names',
    link: DOC,
    check: (value, node, refuse) => {
      for (const { name, at } of amounts(value, node)) {
        if (!isResource(name, ofPod(node))) {
          refuse(at(), `${quote(name)} is no resource that can be had`);
        }
      }
    },
  }),
  rejected({
    id: 'resources/amount',
    on: ['ResourceRequirements', 'PodSpec'],
    message:
      'an amount is not less than 0; resources with a domain are had as whole ones; huge pages as whole pages',
    fix: 'write whole numbers for devices, as in 1, and multiples of the page for huge pages, as in 4Mi of hugepages-2Mi',
    link: DOC,
    check: (value, node, refuse) => {
      for (const { name, amount, at } of amounts(value, node)) {
        if (amount.digits < 0n) refuse(at(), `${formatQuantity(amount)} is less than 0`);
        if ((COUNTED.includes(name) || isExtended(name)) && int64(amount, MILLI) % 1000n !== 0n) {
          refuse(at(), `${formatQuantity(amount)} is not a whole number`);
        }
        if (
          name.startsWith(HUGE_PAGES) &&
          !isMultiple(amount, parseQuantity(name.slice(HUGE_PAGES.length)))
        ) {
          refuse(at(), `${formatQuantity(amount)} is no multiple of the page`);
        }
      }
    },
  }),
  rejected({
    id: 'resources/request-within-limit',
    on: 'ResourceRequirements',
    message:
      'a request is at most the limit; devices and huge pages cannot be shared, so there the two are equal',
    fix: 'raise the limit or lower the request; for devices set the limit only, or both the same',
    link: DOC,
    check: ({ requests = {}, limits = {} }, node, refuse) => {
      if (isOfWindowsPod(node)) return;
      for (const [name, request] of quantities(requests)) {
        const limit = limits[name] === undefined ? undefined : parseQuantity(limits[name]);
        const shared = isNative(name) && !name.startsWith(HUGE_PAGES);
        if (!limit) {
          if (!shared) refuse(node.at('limits'), `${name} has a request and no limit`);
          continue;
        }
        const order = compareQuantities(request, limit);
        if (order > 0 || (!shared && order !== 0)) {
          refuse(
            node.at('requests'),
            `the request for ${name}, ${formatQuantity(request)}, ${shared ? 'is more than' : 'is not'} the limit, ${formatQuantity(limit)}`,
          );
        }
      }
    },
  }),
  rejected({
    id: 'resources/huge-pages-need-others',
    on: ['ResourceRequirements', 'PodSpec'],
    message: 'huge pages are had with cpu or memory only',
    fix: 'set cpu or memory as well',
    link: 'tasks/manage-hugepages/scheduling-hugepages/',
    check: (value, node, refuse) => {
      const names = amounts(value, node).map(({ name }) => name);
      if (
        names.some((name) => name.startsWith(HUGE_PAGES)) &&
        !names.some((name) => OF_PODS.includes(name))
      ) {
        refuse(node.struct === 'PodSpec' ? node.path.field('overhead') : node.path);
      }
    },
  }),
  rejected({
    id: 'resources/claims',
    on: 'ResourceRequirements',
    message: 'a container names claims of its Pod, each once',
    fix: 'name a claim of spec.resourceClaims, with a request or without, not both',
    link: 'concepts/scheduling-eviction/dynamic-resource-allocation/',
    check: ({ claims = [] }, node, refuse) => {
      if (isOfWindowsPod(node)) return;
      const known = (node.in('PodSpec')?.value.resourceClaims ?? []).map(({ name }) => name);
      const seen = new Set<string>();
      claims.forEach(({ name = '', request = '' }, i) => {
        const at = node.at('claims').index(i);
        const key = request === '' ? name : `${name}/${request}`;
        if (name === '' || !known.includes(name)) {
          refuse(at, `the Pod has no claim ${quote(name)}`);
        }
        if (name === '') return;
        if (request !== '' && !seen.has(name) && !isDnsLabel(request)) refuse(at.field('request'));
        if (
          seen.has(name) ||
          seen.has(key) ||
          (request === '' && [...seen].some((other) => other.startsWith(`${name}/`)))
        ) {
          refuse(at, `${key} stands there twice`);
        }
        if (!seen.has(name)) seen.add(key);
      });
    },
  }),
  rejected({
    id: 'resources/pod-claims',
    on: 'PodResourceClaim',
    message:
      'a claim of a Pod has a name of its own, and is an object or made from a template: one of them',
    fix: 'give resourceClaimName or resourceClaimTemplateName',
    link: 'concepts/scheduling-eviction/dynamic-resource-allocation/',
    check: ({ name = '', resourceClaimName, resourceClaimTemplateName }, node, refuse) => {
      const claims = node.in('PodSpec')?.value.resourceClaims ?? [];
      if (
        name !== '' &&
        claims.slice(0, claims.indexOf(node.value)).some((claim) => claim.name === name)
      ) {
        refuse(node.at('name'));
      }
      if ((resourceClaimName !== undefined) === (resourceClaimTemplateName !== undefined)) {
        refuse(node.path);
      }
    },
  }),
  rejected({
    id: 'resources/pod-level',
    on: 'PodSpec',
    since: 34,
    message:
      'what a Pod has as a whole is at least what its containers ask for together, and no limit of a container is beyond it',
    fix: 'raise the resources of the Pod, or lower those of the containers',
    link: `${DOC}#pod-level-resource-specification`,
    check: (spec, node, refuse) => {
      if (!spec.resources) return;
      const at = node.at('resources');
      if (spec.os?.name === 'windows') {
        refuse(at, 'a Pod of Windows has none');
        return;
      }
      if (spec.resources.claims) refuse(at.field('claims'), 'claims belong to containers');
      for (const [name, wanted] of Object.entries(together(spec, 'requests'))) {
        if (isLess(spec.resources.requests?.[name], wanted)) {
          refuse(
            at.field('requests').key(name),
            `the containers ask for ${formatQuantity(wanted)}`,
          );
        }
      }
      for (const [name, wanted] of Object.entries(together(spec, 'limits'))) {
        if (name.startsWith(HUGE_PAGES) && isLess(spec.resources.limits?.[name], wanted)) {
          refuse(at.field('limits').key(name), `the containers have ${formatQuantity(wanted)}`);
        }
      }
      (spec.containers ?? []).forEach(({ resources }, i) => {
        for (const [name, limit] of quantities(resources?.limits)) {
          if (isLess(spec.resources!.limits?.[name], limit)) {
            refuse(
              at.field('containers').index(i).key(name).field('limits'),
              'it is beyond the limit of the Pod',
            );
          }
        }
      });
    },
  }),
];

function ofPod(node: Node): boolean {
  return node.holder === 'resources' && node.parent?.struct === 'PodSpec';
}

/** A Pod of Windows has no resources of its own, and that is all that is said of them. */
function isOfWindowsPod(node: Node): boolean {
  return ofPod(node) && (node.parent!.value as Struct<'PodSpec'>).os?.name === 'windows';
}

function quantities(written: Amounts = {}): [name: string, amount: Quantity][] {
  return Object.entries(written).map(([name, amount]) => [name, parseQuantity(amount)!]);
}

interface Amount {
  readonly name: string;
  readonly amount: Quantity;
  at(): FieldPath;
}

/** Every amount in requests, limits or the overhead of a Pod. */
function amounts(value: object, node: Node): readonly Amount[] {
  const found: Amount[] = [];
  if (isOfWindowsPod(node)) return found;
  for (const field of ['limits', 'requests', 'overhead']) {
    const written = (value as Record<string, Amounts | undefined>)[field];
    // The overhead is checked as if it were limits.
    const holder = () =>
      field === 'overhead' ? node.path.field(field).field('limits') : node.path.field(field);
    for (const name in written) {
      found.push({ name, amount: parseQuantity(written[name])!, at: () => holder().key(name) });
    }
  }
  return found;
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && isQualifiedName(`requests.${name}`);
}

function isResource(name: string, pod: boolean): boolean {
  if (!pod && OF_CONTAINERS.includes(name)) return true;
  if (!isQualifiedName(name)) return false;
  if (pod) return OF_PODS.includes(name) || name.startsWith(HUGE_PAGES);
  if (!name.includes('/')) return name.startsWith(HUGE_PAGES);
  return isNative(name) || isExtended(name);
}

function isMultiple(amount: Quantity, page: Quantity | undefined): boolean {
  if (!page || page.digits <= 0n || int64(page, MILLI) % 1000n !== 0n || int64(page) === 0n) {
    return false;
  }
  return int64(amount) % int64(page) === 0n;
}

function isLess(of: string | number | undefined, than: Quantity): boolean {
  return of !== undefined && compareQuantities(than, parseQuantity(of)!) > 0;
}

/** What the containers of a Pod take together: init containers run one after the other, sidecars beside all that follow. */
function together(spec: Struct<'PodSpec'>, field: 'requests' | 'limits'): Record<string, Quantity> {
  const of = ({ resources }: Struct<'Container'>) =>
    Object.fromEntries(quantities(resources?.[field]));
  const plus = (a: Record<string, Quantity>, b: Record<string, Quantity>) => merged(a, b, sum);
  const most = (a: Record<string, Quantity>, b: Record<string, Quantity>) =>
    merged(a, b, (x, y) => (compareQuantities(x, y) < 0 ? y : x));
  let running = (spec.containers ?? []).map(of).reduce(plus, {});
  let sidecars: Record<string, Quantity> = {};
  let starting: Record<string, Quantity> = {};
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      running = plus(running, of(container));
      sidecars = plus(sidecars, of(container));
      starting = most(starting, sidecars);
    } else {
      starting = most(starting, plus(of(container), sidecars));
    }
  }
  return most(running, starting);
}

function merged(
  a: Record<string, Quantity>,
  b: Record<string, Quantity>,
  both: (x: Quantity, y: Quantity) => Quantity,
): Record<string, Quantity> {
  return {
    ...a,
    ...Object.fromEntries(
      Object.entries(b).map(([name, amount]) => [name, a[name] ? both(a[name], amount) : amount]),
    ),
  };
}

function sum(a: Quantity, b: Quantity): Quantity {
  const scale = Math.min(a.scale, b.scale);
  const at = ({ digits, scale: own }: Quantity) =>
    digits * 10n ** BigInt(Math.min(own - scale, 400));
  return { digits: at(a) + at(b), scale, format: a.format };
}
