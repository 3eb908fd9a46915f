import type { Node } from './node';

/** Returns all init, regular and ephemeral containers of a Pod. */
export function containersOf(pod: Node<'PodSpec'>): Node<'Container'>[] {
  const containers = pod
    .children('initContainers')
    .concat(pod.children('containers'), pod.children('ephemeralContainers'));
  return containers as unknown as Node<'Container'>[];
}
