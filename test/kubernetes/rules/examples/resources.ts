import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on, withOthers } from '../example';
import { container, main, named, pod, resources } from '../manifests';

const GPU = 'nvidia.com/gpu';
const both = (amounts: JsonObject) => resources({ requests: amounts, limits: amounts });
const limits = (amounts: JsonObject) => resources({ limits: amounts });
const overhead = (amounts: JsonObject) => pod({ overhead: amounts });
const ofPod = (part: JsonObject, spec: JsonObject = {}) => pod({ resources: part, ...spec });
const CLAIMS = {
  resourceClaims: [
    { name: 'gpu', resourceClaimName: 'gpu' },
    { name: 'nic', resourceClaimName: 'nic' },
  ],
};
const claims = (...list: JsonObject[]) => resources({ claims: list }, CLAIMS);
const asks = (cpu: string, part: JsonObject = {}) => ({
  resources: { requests: { cpu } },
  ...part,
});
const ofTwo = (a: string, b: string) => ({ containers: [main(asks(a)), named('second', asks(b))] });
const WINDOWS = { os: { name: 'windows' } };

export const resourceExamples: Examples = {
  'resources/name': {
    bad: [
      limits({ mem: '1Gi' }),
      limits({ gpu: 1 }),
      limits({ 'a b': 1 }),
      limits({ pods: 1 }),
      overhead({ disk: 1 }),
      ofPod({ limits: { 'ephemeral-storage': '1Gi' } }),
      ofPod({ requests: { [GPU]: 1 }, limits: { [GPU]: 1 } }),
      limits({ 'requests.example.com/gpu/a': 1 }),
      limits({ 'requests.example.com/gpu': 1 }),
    ],
    good: [
      limits({ memory: '1Gi' }),
      limits({ [GPU]: 1 }),
      limits({ 'ephemeral-storage': '1Gi', cpu: 1 }),
      limits({ cpu: 1, 'hugepages-2Mi': '2Mi' }),
      limits({ 'example.kubernetes.io/a': 1 }),
      overhead({ cpu: 1 }),
      ofPod({ limits: { memory: '1Gi', 'hugepages-2Mi': '2Mi' } }),
    ],
  },
  'resources/amount': {
    bad: [
      limits({ cpu: -1 }),
      limits({ [GPU]: '500m' }),
      limits({ cpu: 1, 'hugepages-2Mi': '3Mi' }),
      limits({ cpu: 1, 'hugepages-0': '3Mi' }),
      limits({ cpu: 1, 'hugepages-a': '3Mi' }),
      overhead({ cpu: -1 }),
      ofPod({ limits: { cpu: -1 } }),
      limits({ cpu: 1, 'hugepages-500m': '3Mi' }),
      withOthers(['resources/name'], limits({ pods: '500m' })),
    ],
    good: [
      limits({ cpu: '500m' }),
      limits({ [GPU]: 2 }),
      limits({ cpu: 1, 'hugepages-2Mi': '4Mi' }),
      limits({ cpu: 0 }),
    ],
  },
  'resources/request-within-limit': {
    bad: [
      resources({ requests: { memory: '2Gi' }, limits: { memory: '1Gi' } }),
      resources({ requests: { [GPU]: 1 } }),
      resources({ requests: { [GPU]: 1 }, limits: { [GPU]: 2 } }),
      resources({
        requests: { cpu: 1, 'hugepages-2Mi': '2Mi' },
        limits: { 'hugepages-2Mi': '4Mi' },
      }),
      ofPod({ requests: { cpu: 2 }, limits: { cpu: 1 } }),
    ],
    good: [
      resources({ requests: { memory: '1Gi' }, limits: { memory: '1Gi' } }),
      resources({ requests: { memory: '1Gi' } }),
      both({ [GPU]: 1 }),
      limits({ [GPU]: 1 }),
      both({ cpu: 1, 'hugepages-2Mi': '2Mi' }),
      resources({ requests: { memory: '1Gi' }, limits: { memory: '2Gi' } }),
      resources({ requests: { 'example.kubernetes.io/a': 1 } }),
    ],
  },
  'resources/huge-pages-need-others': {
    bad: [
      limits({ 'hugepages-2Mi': '2Mi' }),
      overhead({ 'hugepages-2Mi': '2Mi' }),
      ofPod({ limits: { 'hugepages-2Mi': '2Mi' } }),
    ],
    good: [
      limits({ memory: '1Gi', 'hugepages-2Mi': '2Mi' }),
      limits({ cpu: 1, 'hugepages-2Mi': '2Mi' }),
      overhead({ cpu: 1, 'hugepages-2Mi': '2Mi' }),
    ],
  },
  'resources/claims': {
    bad: [
      claims({ name: 'fpga' }),
      claims({}),
      claims({ name: 'gpu' }, { name: 'gpu' }),
      claims({ name: 'gpu' }, { name: 'gpu', request: 'a' }),
      claims({ name: 'gpu', request: 'a' }, { name: 'gpu' }),
      claims({ name: 'gpu', request: 'a' }, { name: 'gpu', request: 'a' }),
      claims({ name: 'gpu', request: 'a b' }),
    ],
    good: [
      claims({ name: 'gpu' }, { name: 'nic' }),
      claims({ name: 'gpu', request: 'a' }, { name: 'gpu', request: 'b' }),
    ],
  },
  'resources/pod-claims': {
    bad: [
      pod({ resourceClaims: [{ name: 'gpu' }] }),
      pod({
        resourceClaims: [
          { name: 'gpu', resourceClaimName: 'gpu', resourceClaimTemplateName: 'gpu' },
        ],
      }),
      pod({
        resourceClaims: [
          CLAIMS.resourceClaims[0],
          { name: 'gpu', resourceClaimTemplateName: 'gpu' },
        ],
      }),
    ],
    good: [
      pod(CLAIMS),
      pod({ resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }] }),
    ],
  },
  'resources/pod-level': {
    bad: [
      ofPod({ requests: { cpu: 1 } }, ofTwo('600m', '600m')),
      ofPod(
        { limits: { memory: '1Gi' } },
        { containers: [main({ resources: { limits: { memory: '2Gi' } } })] },
      ),
      ofPod(
        { limits: { cpu: 1, 'hugepages-2Mi': '2Mi' } },
        {
          containers: [
            main({ resources: { limits: { cpu: 1, 'hugepages-2Mi': '2Mi' } } }),
            named('second', { resources: { limits: { cpu: 1, 'hugepages-2Mi': '2Mi' } } }),
          ],
        },
      ),
      ofPod({ limits: { cpu: 1 } }, WINDOWS),
      ofPod({ claims: [{ name: 'gpu' }] }, CLAIMS),
      ofPod({ requests: { cpu: 1 } }, { initContainers: [named('init', asks('2'))] }),
      ofPod(
        { requests: { cpu: 1 } },
        {
          containers: [main(asks('600m'))],
          initContainers: [named('proxy', asks('600m', { restartPolicy: 'Always' }))],
        },
      ),
      ofPod(
        { requests: { cpu: 1 } },
        {
          initContainers: [
            named('proxy', asks('600m', { restartPolicy: 'Always' })),
            named('init', asks('600m')),
          ],
        },
      ),
      ofPod({ limits: { mem: 1 } }, WINDOWS),
      ofPod({ limits: { cpu: -1 } }, WINDOWS),
      ofPod({ requests: { cpu: 2 }, limits: { cpu: 1 } }, WINDOWS),
      ofPod({ claims: [{ name: 'a' }] }, WINDOWS),
      on(34, ofPod({ requests: { cpu: 1 } }, ofTwo('600m', '600m'))),
    ],
    good: [
      ofPod({ requests: { cpu: '1200m' } }, ofTwo('600m', '600m')),
      ofPod(
        { limits: { memory: '2Gi' } },
        { containers: [main({ resources: { limits: { memory: '2Gi' } } })] },
      ),
      ofPod({ limits: { cpu: 1 } }, ofTwo('600m', '600m')),
      pod(ofTwo('600m', '600m')),
      container(asks('4')),
      ofPod(
        { requests: { cpu: 1 } },
        { initContainers: [named('init', asks('1')), named('second', asks('1'))] },
      ),
      ofPod(
        { requests: { cpu: 1 } },
        {
          initContainers: [
            named('init', asks('600m')),
            named('proxy', asks('600m', { restartPolicy: 'Always' })),
          ],
        },
      ),
      on(33, ofPod({ requests: { cpu: 1 } }, ofTwo('600m', '600m'))),
      ofPod(
        { limits: { cpu: 1 } },
        {
          containers: [
            main({ resources: { limits: { cpu: 1 } } }),
            named('second', { resources: { limits: { cpu: 1 } } }),
          ],
        },
      ),
    ],
  },
};
