import {
  amountsOf,
  HUGE_PAGES_PREFIX,
  isPodResources,
  isWholeNumber,
  isWindowsPodResources,
  quantitiesOf,
} from './resource-amounts';
import { rejected, Rule } from './rule';
import { isQualifiedName } from '../formats';
import { compareQuantities, formatQuantity, int64, parseQuantity, Quantity } from '../quantity';
import { quote } from '../truncate';

const RESOURCES_DOC = 'concepts/configuration/manage-resources-containers/';
const CONTAINER_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const POD_RESOURCES = ['cpu', 'memory'];
const COUNTABLE_RESOURCES = [
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

/** Resources of containers and Pods. @see `pkg/apis/core/validation/validation.go` */
export const resourceRules: Rule[] = [
  rejected({
    id: 'resources/name',
    on: ['ResourceRequirements', 'PodSpec'],
    message:
      'a resource must be cpu, memory, ephemeral-storage, hugepages-<size> or an extended ' +
      'resource such as nvidia.com/gpu; a Pod as a whole can have only cpu, memory and ' +
      'hugepages-<size>',
    fix: 'use one of these names',
    link: RESOURCES_DOC,
    check: (value, node, report) => {
      for (const { name, path } of amountsOf(value, node)) {
        if (!isSupported(name, isPodResources(node))) {
          report(path(), `unsupported resource ${quote(name)}`);
        }
      }
    },
  }),
  rejected({
    id: 'resources/amount',
    on: ['ResourceRequirements', 'PodSpec'],
    message:
      'an amount must not be negative; extended resources must be whole numbers, and huge ' +
      'pages multiples of the page size',
    fix:
      'use whole numbers for extended resources, such as 1, and multiples of the page size ' +
      'for huge pages, such as 4Mi of hugepages-2Mi',
    link: RESOURCES_DOC,
    check: (value, node, report) => {
      for (const { name, amount, path } of amountsOf(value, node)) {
        if (amount.digits < 0n) report(path(), `${formatQuantity(amount)} is negative`);
        if ((COUNTABLE_RESOURCES.includes(name) || isExtended(name)) && !isWholeNumber(amount)) {
          report(path(), `${formatQuantity(amount)} is not a whole number`);
        }
        if (
          name.startsWith(HUGE_PAGES_PREFIX) &&
          !isMultiple(amount, parseQuantity(name.slice(HUGE_PAGES_PREFIX.length)))
        ) {
          report(path(), `${formatQuantity(amount)} is not a multiple of the page size`);
        }
      }
    },
  }),
  rejected({
    id: 'resources/request-within-limit',
    on: 'ResourceRequirements',
    message:
      'a request must be at most the limit; for extended resources and huge pages, which ' +
      'containers cannot share, it must equal the limit',
    fix:
      'raise the limit or lower the request; for extended resources set only the limit, or ' +
      'both to the same amount',
    link: RESOURCES_DOC,
    check: ({ requests = {}, limits = {} }, node, report) => {
      if (isWindowsPodResources(node)) return;
      for (const [name, request] of quantitiesOf(requests)) {
        const limit = limits[name] === undefined ? undefined : parseQuantity(limits[name]);
        const overcommittable = isNative(name) && !name.startsWith(HUGE_PAGES_PREFIX);
        if (!limit) {
          if (!overcommittable) report(node.at('limits'), `${name} has a request but no limit`);
          continue;
        }
        const order = compareQuantities(request, limit);
        if (order > 0 || (!overcommittable && order !== 0)) {
          report(
            node.at('requests'),
            `the request for ${name} (${formatQuantity(request)}) ` +
              `${overcommittable ? 'exceeds' : 'must equal'} the limit (${formatQuantity(limit)})`,
          );
        }
      }
    },
  }),
  rejected({
    id: 'resources/huge-pages-need-others',
    on: ['ResourceRequirements', 'PodSpec'],
    message: 'huge pages require cpu or memory',
    fix: 'set cpu or memory as well',
    link: 'tasks/manage-hugepages/scheduling-hugepages/',
    check: (value, node, report) => {
      const names = amountsOf(value, node).map(({ name }) => name);
      if (
        names.some((name) => name.startsWith(HUGE_PAGES_PREFIX)) &&
        !names.some((name) => POD_RESOURCES.includes(name))
      ) {
        report(node.struct === 'PodSpec' ? node.path.field('overhead') : node.path);
      }
    },
  }),
];

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && isQualifiedName(`requests.${name}`);
}

function isSupported(name: string, ofPod: boolean): boolean {
  if (!ofPod && CONTAINER_RESOURCES.includes(name)) return true;
  if (!isQualifiedName(name)) return false;
  if (ofPod) return POD_RESOURCES.includes(name) || name.startsWith(HUGE_PAGES_PREFIX);
  if (!name.includes('/')) return name.startsWith(HUGE_PAGES_PREFIX);
  return isNative(name) || isExtended(name);
}

function isMultiple(amount: Quantity, page: Quantity | undefined): boolean {
  if (!page || page.digits <= 0n || !isWholeNumber(page) || int64(page) === 0n) {
    return false;
  }
  return int64(amount) % int64(page) === 0n;
}
