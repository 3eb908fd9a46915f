import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on } from '../example';
import { nodeAffinity, podAffinity, preferredNodes, spread } from '../manifests';

const select = (requirement: JsonObject) =>
  podAffinity({ labelSelector: { matchExpressions: [{ key: 'app', ...requirement }] } });
const LONG = 'a'.repeat(64);
const SHOP = { labelSelector: { matchLabels: { app: 'shop' } } };
const ASKED = {
  labelSelector: {
    matchExpressions: [
      { key: 'team', operator: 'Exists' },
      { key: 'app', operator: 'Exists' },
    ],
  },
};
const TWICE = {
  labelSelector: {
    matchLabels: { team: 'a' },
    matchExpressions: [{ key: 'team', operator: 'Exists' }],
  },
};

export const affinityExamples: Examples = {
  'selector/operator': {
    bad: [
      select({ operator: 'Exists', values: ['shop'] }),
      select({ operator: 'In' }),
      select({ operator: 'NotIn', values: [] }),
      select({ operator: 'DoesNotExist', values: ['shop'] }),
      select({ operator: 'Gt', values: ['1'] }),
      select({}),
    ],
    good: [
      select({ operator: 'Exists' }),
      select({ operator: 'In', values: ['shop'] }),
      select({ operator: 'NotIn', values: ['shop'] }),
      select({ operator: 'DoesNotExist', values: [] }),
    ],
  },
  'selector/key': {
    bad: [
      select({ key: 'the app', operator: 'Exists' }),
      nodeAffinity({ key: 'the disk', operator: 'Exists' }),
      nodeAffinity({ operator: 'Exists' }),
      nodeAffinity({ key: 'metadata.uid', operator: 'In', values: ['a'] }, 'matchFields'),
      nodeAffinity({ key: 'metadata.uid', operator: 'In', values: ['Node 1'] }, 'matchFields'),
    ],
    good: [
      select({ key: 'example.com/app', operator: 'Exists' }),
      nodeAffinity({ key: 'disk', operator: 'Exists' }),
      nodeAffinity({ key: 'metadata.name', operator: 'In', values: ['node-1'] }, 'matchFields'),
    ],
  },
  'selector/values': {
    bad: [
      select({ operator: 'In', values: ['the shop'] }),
      select({ operator: 'In', values: ['shop', LONG] }),
      nodeAffinity({ key: 'disk', operator: 'In', values: ['very fast'] }),
      nodeAffinity({ key: 'metadata.name', operator: 'In', values: ['Node 1'] }, 'matchFields'),
      on(31, select({ operator: 'In', values: ['the shop'] })),
      on(
        31,
        nodeAffinity({ key: 'metadata.name', operator: 'In', values: ['Node 1'] }, 'matchFields'),
      ),
      on(32, nodeAffinity({ key: 'disk', operator: 'In', values: ['very fast'] })),
      nodeAffinity({ key: 'metadata.name', operator: 'In', values: ['Node_1'] }, 'matchFields'),
    ],
    good: [
      select({ operator: 'In', values: ['shop', ''] }),
      nodeAffinity({ key: 'disk', operator: 'In', values: ['fast'] }),
      on(31, nodeAffinity({ key: 'disk', operator: 'In', values: ['very fast'] })),
      preferredNodes({
        matchExpressions: [{ key: 'disk', operator: 'In', values: ['very fast'] }],
      }),
      nodeAffinity(
        { key: 'metadata.name', operator: 'In', values: ['node-1.example.com'] },
        'matchFields',
      ),
    ],
  },
  'affinity/node-operator': {
    bad: [
      nodeAffinity({ key: 'cores', operator: 'Gt' }),
      nodeAffinity({ key: 'cores', operator: 'Lt', values: ['1', '2'] }),
      nodeAffinity({ key: 'disk', operator: 'In' }),
      nodeAffinity({ key: 'disk', operator: 'Exists', values: ['a'] }),
      nodeAffinity({ key: 'disk', operator: 'Is', values: ['a'] }),
      nodeAffinity({ key: 'disk' }),
      nodeAffinity({ key: 'metadata.name', operator: 'Exists' }, 'matchFields'),
      nodeAffinity({ key: 'metadata.name', operator: 'Gt', values: ['1'] }, 'matchFields'),
      nodeAffinity({ key: 'metadata.name', operator: 'In', values: ['a', 'b'] }, 'matchFields'),
    ],
    good: [
      nodeAffinity({ key: 'cores', operator: 'Gt', values: ['7'] }),
      nodeAffinity({ key: 'disk', operator: 'In', values: ['a', 'b'] }),
      nodeAffinity({ key: 'disk', operator: 'DoesNotExist' }),
      nodeAffinity({ key: 'metadata.name', operator: 'NotIn', values: ['a'] }, 'matchFields'),
      nodeAffinity({ key: 'cores', operator: 'Lt', values: ['7'] }),
    ],
  },
  'affinity/topology-key': {
    bad: podAffinity({ topologyKey: 'the node' }),
    good: podAffinity({ topologyKey: 'topology.kubernetes.io/zone' }),
  },
  'affinity/namespaces': {
    bad: podAffinity({ namespaces: ['shop', 'the shop'] }),
    good: [podAffinity({ namespaces: ['shop'] }), podAffinity({ namespaces: [] })],
  },
  'affinity/label-keys': {
    bad: [
      podAffinity({ matchLabelKeys: ['team'] }),
      podAffinity({ mismatchLabelKeys: ['team'] }),
      podAffinity({ ...SHOP, matchLabelKeys: ['the team'] }),
      podAffinity({ ...SHOP, mismatchLabelKeys: ['the team'] }),
      podAffinity({ ...SHOP, matchLabelKeys: ['team'], mismatchLabelKeys: ['team'] }),
      podAffinity({ ...TWICE, matchLabelKeys: ['team'] }),
      spread({ matchLabelKeys: ['team'] }),
      on(33, spread({ ...SHOP, matchLabelKeys: ['app'] })),
      on(33, spread({ ...ASKED, matchLabelKeys: ['app'] })),
      spread({ ...TWICE, matchLabelKeys: ['team'] }),
      podAffinity({
        labelSelector: {
          matchExpressions: [
            { key: 'team', operator: 'Exists' },
            { key: 'team', operator: 'Exists' },
          ],
        },
        matchLabelKeys: ['team'],
      }),
    ],
    good: [
      podAffinity({ ...SHOP, matchLabelKeys: ['team'] }),
      podAffinity({ ...SHOP, mismatchLabelKeys: ['team'] }),
      podAffinity({ ...SHOP, matchLabelKeys: ['team'], mismatchLabelKeys: ['tier'] }),
      podAffinity(SHOP),
      podAffinity(TWICE),
      spread({ ...SHOP, matchLabelKeys: ['team'] }),
      on(33, spread({ ...SHOP, matchLabelKeys: ['team'] })),
      podAffinity({ matchLabelKeys: [] }),
      spread({ ...ASKED, matchLabelKeys: ['tier'] }),
      spread({ ...ASKED, matchLabelKeys: ['app'] }),
      podAffinity({ ...ASKED, matchLabelKeys: ['app'] }),
      on(33, podAffinity({ ...ASKED, matchLabelKeys: ['app'] })),
    ],
  },
};
