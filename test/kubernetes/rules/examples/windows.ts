import type { JsonObject } from '../../../../src/kubernetes/json';
import type { Examples } from '../example';
import { container, MINIMAL_JOB, main, named, pod, security } from '../manifests';

const options = (windowsOptions: JsonObject) => security({ windowsOptions });
const user = (runAsUserName: string) => options({ runAsUserName });
const HOST = { windowsOptions: { hostProcess: true } };
const NOT_HOST = { windowsOptions: { hostProcess: false } };

export const windowsExamples: Examples = {
  'windows/credential-spec': {
    bad: [
      options({ gmsaCredentialSpec: '' }),
      options({ gmsaCredentialSpec: 'a'.repeat(64 * 1024 + 1) }),
    ],
    good: [
      options({ gmsaCredentialSpec: '{}' }),
      options({ gmsaCredentialSpec: 'a'.repeat(64 * 1024) }),
    ],
  },
  'windows/user-name': {
    bad: [
      'a/b',
      '',
      'a\\b\\c',
      'shop\\',
      '\\user',
      'a*b\\user',
      `${'a'.repeat(64)}.b\\user`,
      'a'.repeat(105),
      '. .',
      'a\tb',
      `${'a.'.repeat(130)}a\\user`,
    ].map(user),
    good: [
      'ContainerUser',
      'SHOP\\user',
      'shop.example.com\\user',
      'a'.repeat(104),
      'NT AUTHORITY\\user',
      '.a',
    ].map(user),
  },
  'windows/host-process': {
    bad: [
      pod({ securityContext: HOST }),
      container({ securityContext: HOST }),
      container({ securityContext: HOST }, { securityContext: NOT_HOST, hostNetwork: true }),
      container({ securityContext: NOT_HOST }, { securityContext: HOST, hostNetwork: true }),
      pod({ hostNetwork: true, containers: [main({ securityContext: HOST }), named('second')] }),
    ],
    good: [
      pod({ securityContext: HOST, hostNetwork: true }),
      container({ securityContext: HOST }, { hostNetwork: true }),
      container({ securityContext: HOST }, { securityContext: HOST, hostNetwork: true }),
      pod({ securityContext: NOT_HOST }),
      MINIMAL_JOB,
    ],
  },
};
