import type { JsonObject } from '../../../../src/kubernetes/json';
import { Examples, on, withOthers } from '../example';
import {
  annotated,
  container,
  ephemeralContainer,
  MINIMAL_JOB,
  main,
  named,
  pod,
} from '../manifests';

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_MAIN = 'container.seccomp.security.alpha.kubernetes.io/main';
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';
const COST = 'controller.kubernetes.io/pod-deletion-cost';
const MIRROR = 'kubernetes.io/config.mirror';
const NO_EPHEMERAL = ['template/no-ephemeral-containers'];
/** Errors in ephemeral containers, which a template cannot have at all. */
const ephemeral = (part: JsonObject) => withOthers(NO_EPHEMERAL, ephemeralContainer(part));
const seccomp = (annotation: string, profile: JsonObject) =>
  annotated({ [SECCOMP_POD]: annotation }, { securityContext: { seccompProfile: profile } });
const seccompOfMain = (annotation: string, profile: JsonObject) =>
  annotated(
    { [SECCOMP_MAIN]: annotation },
    { containers: [main({ securityContext: { seccompProfile: profile } })] },
  );
const apparmor = (annotation: string, profile: JsonObject) =>
  annotated(
    { [`${APPARMOR}main`]: annotation },
    { containers: [main({ securityContext: { appArmorProfile: profile } })] },
  );
const LOCAL = { type: 'Localhost', localhostProfile: 'mine.json' };

export const templateExamples: Examples = {
  'template/no-ephemeral-containers': {
    bad: ephemeralContainer({}),
    good: [MINIMAL_JOB, pod({ ephemeralContainers: [] })],
  },
  'template/ephemeral-container': {
    bad: [
      ephemeral({ ports: [{ containerPort: 80 }] }),
      ephemeral({ livenessProbe: { tcpSocket: { port: 80 } } }),
      ephemeral({ readinessProbe: { tcpSocket: { port: 80 } } }),
      ephemeral({ startupProbe: { tcpSocket: { port: 80 } } }),
      ephemeral({ lifecycle: { preStop: { exec: { command: ['true'] } } } }),
      ephemeral({ resources: { requests: { cpu: '1' } } }),
      ephemeral({ resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }] }),
      ephemeral({ restartPolicy: 'Always' }),
      ephemeral({ restartPolicyRules: [] }),
      ephemeral({ image: ' busybox:1' }),
      ephemeral({ targetContainerName: 'worker' }),
      withOthers(
        NO_EPHEMERAL,
        pod({
          volumes: [{ name: 'data', emptyDir: {} }],
          ephemeralContainers: [
            main({
              name: 'debug',
              volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'a' }],
            }),
          ],
        }),
      ),
      withOthers(
        NO_EPHEMERAL,
        pod({
          volumes: [{ name: 'data', emptyDir: {} }],
          ephemeralContainers: [
            main({
              name: 'debug',
              volumeMounts: [{ name: 'data', mountPath: '/data', subPathExpr: 'a' }],
            }),
          ],
        }),
      ),
    ],
    good: [MINIMAL_JOB, container({ ports: [{ containerPort: 80 }] })],
  },
  'template/deletion-cost': {
    bad: ['high', '+5', '05', '2147483648', '-2147483649', ''].map((cost) =>
      annotated({ [COST]: cost }),
    ),
    good: ['100', '-5', '0', '2147483647', '-2147483648'].map((cost) =>
      annotated({ [COST]: cost }),
    ),
  },
  'template/mirror': {
    bad: annotated({ [MIRROR]: 'abc' }),
    good: [
      annotated({ 'example.com/mirror': 'abc' }),
      annotated({ [MIRROR]: 'abc' }, { nodeName: 'node-1' }),
    ],
  },
  'template/seccomp-annotation': {
    bad: [
      annotated({ [SECCOMP_POD]: 'strict' }),
      annotated({ [SECCOMP_MAIN]: 'localhost//etc/mine.json' }),
      annotated({ [SECCOMP_POD]: 'localhost/../mine.json' }),
    ],
    good: ['runtime/default', 'docker/default', 'unconfined', 'localhost/mine.json'].map(
      (profile) => annotated({ [SECCOMP_POD]: profile }),
    ),
  },
  'template/seccomp-annotation-agrees': {
    bad: [
      seccomp('unconfined', { type: 'RuntimeDefault' }),
      seccomp('runtime/default', { type: 'Unconfined' }),
      seccomp('unconfined', LOCAL),
      seccomp('localhost/other.json', LOCAL),
      seccompOfMain('unconfined', { type: 'RuntimeDefault' }),
    ],
    good: [
      seccomp('runtime/default', { type: 'RuntimeDefault' }),
      seccomp('docker/default', { type: 'RuntimeDefault' }),
      seccomp('unconfined', { type: 'Unconfined' }),
      seccomp('localhost/mine.json', LOCAL),
      seccompOfMain('runtime/default', { type: 'RuntimeDefault' }),
      annotated({ [SECCOMP_POD]: 'unconfined' }),
      pod({ securityContext: { seccompProfile: LOCAL } }),
      annotated(
        { [SECCOMP_MAIN]: 'unconfined' },
        { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      ),
    ],
  },
  'template/apparmor-annotation': {
    bad: [
      annotated({ [`${APPARMOR}main`]: 'strict' }),
      annotated({ [`${APPARMOR}worker`]: 'runtime/default' }),
    ],
    good: [
      ...['runtime/default', 'unconfined', 'localhost/mine', ''].map((profile) =>
        annotated({ [`${APPARMOR}main`]: profile }),
      ),
      annotated({ [`${APPARMOR}init`]: 'unconfined' }, { initContainers: [named('init')] }),
    ],
  },
  'template/apparmor-annotation-agrees': {
    bad: [
      apparmor('unconfined', { type: 'RuntimeDefault' }),
      apparmor('runtime/default', { type: 'Unconfined' }),
      apparmor('unconfined', { type: 'Localhost', localhostProfile: 'mine' }),
      apparmor('localhost/other', { type: 'Localhost', localhostProfile: 'mine' }),
      annotated(
        { [`${APPARMOR}main`]: 'unconfined' },
        { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } },
      ),
      on(30, apparmor('unconfined', { type: 'RuntimeDefault' })),
    ],
    good: [
      apparmor('runtime/default', { type: 'RuntimeDefault' }),
      apparmor('unconfined', { type: 'Unconfined' }),
      apparmor('localhost/mine', { type: 'Localhost', localhostProfile: 'mine' }),
      annotated({ [`${APPARMOR}main`]: 'unconfined' }),
      pod({ securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } }),
      on(29, annotated({ [`${APPARMOR}main`]: 'unconfined' })),
      annotated({ [`${APPARMOR}main`]: 'unconfined' }, { os: { name: 'windows' } }),
    ],
  },
};
