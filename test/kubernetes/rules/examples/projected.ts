import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on } from '../example';
import { projected } from '../manifests';

const SECRET = { secret: { name: 'keys' } };
const secretFile = (path: string) => ({ secret: { name: 'keys', items: [{ key: 'a', path }] } });
const configFile = (path: string) => ({ configMap: { name: 'app', items: [{ key: 'a', path }] } });
const fieldFile = (path: string) => ({
  downwardAPI: { items: [{ path, fieldRef: { fieldPath: 'metadata.name' } }] },
});
const bundle = (part: JsonObject): JsonObject => ({
  clusterTrustBundle: { name: 'root', path: 'ca.pem', ...part },
});
const bundles = (part: JsonObject) => on(37, projected(bundle(part)));
const certificate = (part: JsonObject): JsonObject => ({
  podCertificate: {
    signerName: 'example.com/signer',
    keyType: 'ED25519',
    credentialBundlePath: 'tls.pem',
    ...part,
  },
});
const certificates = (part: JsonObject) => on(37, projected(certificate(part)));
const signed = (part: JsonObject) =>
  bundles({ name: undefined, signerName: 'example.com/signer', ...part });
const token = (path: string) => projected({ serviceAccountToken: { path } });

export const projectedExamples: Examples = {
  'projected/one-kind': {
    bad: [
      projected({ ...SECRET, configMap: { name: 'app' } }),
      projected({ downwardAPI: {}, serviceAccountToken: { path: 'token' } }),
      on(37, projected({ ...SECRET, ...bundle({}) })),
      on(37, projected({ ...SECRET, ...certificate({}) })),
    ],
    good: [projected(SECRET, { configMap: { name: 'app' } }), projected({})],
  },
  'projected/paths-unique': {
    bad: [
      projected(secretFile('app.yaml'), configFile('app.yaml')),
      projected(secretFile('name'), fieldFile('name')),
      on(37, projected(bundle({}), secretFile('ca.pem'))),
      on(37, projected(certificate({}), secretFile('tls.pem'))),
      certificates({ keyPath: 'tls.pem' }),
      certificates({ credentialBundlePath: undefined, keyPath: 'a', certificateChainPath: 'a' }),
    ],
    good: [
      projected(secretFile('keys.yaml'), configFile('app.yaml'), fieldFile('name')),
      on(
        37,
        projected(
          bundle({}),
          certificate({ keyPath: 'key.pem', certificateChainPath: 'chain.pem' }),
          secretFile('a'),
        ),
      ),
    ],
  },
  'projected/token': {
    bad: [token('/token'), token(''), token('../token'), projected({ serviceAccountToken: {} })],
    good: token('token'),
  },
  'projected/trust-bundle': {
    bad: [
      bundles({ name: undefined }),
      bundles({ signerName: 'example.com/signer' }),
      bundles({ name: 'Root' }),
      bundles({ name: 'example.com:signer:' }),
      bundles({ labelSelector: {} }),
      signed({ signerName: 'signer' }),
      bundles({ path: '/ca.pem' }),
      bundles({ path: undefined }),
      signed({ path: '../ca.pem' }),
    ],
    good: [
      bundles({}),
      bundles({ name: 'example.com:signer:root' }),
      signed({}),
      signed({ labelSelector: { matchLabels: { team: 'shop' } } }),
      projected(SECRET),
    ],
  },
  'projected/certificate': {
    bad: [
      certificates({ credentialBundlePath: undefined }),
      certificates({ signerName: 'signer' }),
      certificates({ maxExpirationSeconds: 3599 }),
      certificates({ maxExpirationSeconds: 91 * 86400 + 1 }),
      certificates({ signerName: 'kubernetes.io/signer', maxExpirationSeconds: 86401 }),
      certificates({ signerName: 'a.kubernetes.io/signer', maxExpirationSeconds: 86401 }),
      certificates({ credentialBundlePath: '/tls.pem' }),
      certificates({ keyPath: '../key.pem' }),
      certificates({ certificateChainPath: '/chain.pem' }),
      certificates({ userAnnotations: { team: 'shop' } }),
      certificates({ userAnnotations: { 'example.com/the team': 'shop' } }),
    ],
    good: [
      certificates({}),
      certificates({ credentialBundlePath: undefined, keyPath: 'key.pem' }),
      certificates({ maxExpirationSeconds: 3600 }),
      certificates({ maxExpirationSeconds: 91 * 86400 }),
      certificates({ signerName: 'kubernetes.io/signer', maxExpirationSeconds: 86400 }),
      certificates({ userAnnotations: { 'Example.com/Team': 'shop' } }),
    ],
  },
};
