import { HUGE_PAGES_PREFIX, quantitiesOf } from './resource-amounts';
import { rejected, Rule } from './rule';
import { compareQuantities, formatQuantity, parseQuantity, Quantity } from '../quantity';
import type { Struct } from '../schema/field';

/** Resources of a Pod as a whole. @see `pkg/apis/core/validation/validation.go` */
export const podResourceRules: Rule[] = [
  rejected({
    id: 'resources/pod-level',
    on: 'PodSpec',
    since: 34,
    message:
      'the requests of a Pod must be at least the sum of the requests of its containers, ' +
      'and no limit of a container can exceed the limit of the Pod',
    fix: 'raise the resources of the Pod, or lower those of the containers',
    link: 'concepts/configuration/manage-resources-containers/#pod-level-resource-specification',
    check: (spec, node, report) => {
      if (!spec.resources) return;
      const path = node.at('resources');
      if (spec.os?.name === 'windows') {
        report(path, 'a Pod for Windows cannot have resources');
        return;
      }
      const { requests, limits, claims } = spec.resources;
      if (claims) report(path.field('claims'), 'only containers can have claims');
      for (const [name, total] of Object.entries(totalOf(spec, 'requests'))) {
        if (isLess(requests?.[name], total)) {
          report(
            path.field('requests').key(name),
            `the containers request ${formatQuantity(total)} in total`,
          );
        }
      }
      for (const [name, total] of Object.entries(totalOf(spec, 'limits'))) {
        if (name.startsWith(HUGE_PAGES_PREFIX) && isLess(limits?.[name], total)) {
          report(
            path.field('limits').key(name),
            `the containers have limits of ${formatQuantity(total)} in total`,
          );
        }
      }
      (spec.containers ?? []).forEach(({ resources }, i) => {
        for (const [name, limit] of quantitiesOf(resources?.limits)) {
          if (isLess(limits?.[name], limit)) {
            report(
              path.field('containers').index(i).key(name).field('limits'),
              'the limit of the container exceeds the limit of the Pod',
            );
          }
        }
      });
    },
  }),
];

type Quantities = Readonly<Record<string, Quantity>>;

function isLess(amount: string | number | undefined, other: Quantity): boolean {
  return amount !== undefined && compareQuantities(other, parseQuantity(amount)!) > 0;
}

/**
 * Returns the most that the containers of a Pod need at the same time: init containers run one
 * after another, and sidecars run beside all containers that follow.
 */
function totalOf(spec: Struct<'PodSpec'>, field: 'requests' | 'limits'): Quantities {
  const amountsOf = ({ resources }: Struct<'Container'>): Quantities =>
    Object.fromEntries(quantitiesOf(resources?.[field]));
  let running = (spec.containers ?? []).map(amountsOf).reduce(sum, {});
  let sidecars: Quantities = {};
  let starting: Quantities = {};
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      running = sum(running, amountsOf(container));
      sidecars = sum(sidecars, amountsOf(container));
      starting = maximum(starting, sidecars);
    } else {
      starting = maximum(starting, sum(amountsOf(container), sidecars));
    }
  }
  return maximum(running, starting);
}

function sum(a: Quantities, b: Quantities): Quantities {
  return merge(a, b, addQuantities);
}

function maximum(a: Quantities, b: Quantities): Quantities {
  return merge(a, b, (x, y) => (compareQuantities(x, y) < 0 ? y : x));
}

function merge(
  a: Quantities,
  b: Quantities,
  combine: (x: Quantity, y: Quantity) => Quantity,
): Quantities {
  const combined = Object.entries(b).map(([name, amount]): [string, Quantity] => [
    name,
    a[name] ? combine(a[name], amount) : amount,
  ]);
  return { ...a, ...Object.fromEntries(combined) };
}

/** Largest difference of two scales, so that no input makes digits too long. */
const MAX_SCALE_DIFFERENCE = 400;

function addQuantities(a: Quantity, b: Quantity): Quantity {
  const scale = Math.min(a.scale, b.scale);
  const digitsAtScale = (quantity: Quantity) =>
    quantity.digits * 10n ** BigInt(Math.min(quantity.scale - scale, MAX_SCALE_DIFFERENCE));
  return { digits: digitsAtScale(a) + digitsAtScale(b), scale, format: a.format };
}
