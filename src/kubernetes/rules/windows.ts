import { containersOf } from './pod-containers';
import { rejected, Rule } from './rule';
import { utf8Length } from '../formats';

const MAX_CREDENTIAL_SPEC_BYTES = 64 * 1024;
const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DOMAIN_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DOMAIN = new RegExp(`^${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*$`);

/** Security options of Windows. @see `pkg/apis/core/validation/validation.go` */
export const windowsRules: Rule[] = [
  rejected({
    id: 'windows/credential-spec',
    on: 'WindowsSecurityContextOptions',
    message: 'a credential spec must have 1 byte to 64 KiB',
    fix: 'use gmsaCredentialSpecName instead',
    link: 'tasks/configure-pod-container/configure-gmsa/',
    check: ({ gmsaCredentialSpec: spec }, node, report) => {
      if (spec !== undefined && (spec === '' || utf8Length(spec) > MAX_CREDENTIAL_SPEC_BYTES)) {
        report(node.at('gmsaCredentialSpec'));
      }
    },
  }),
  rejected({
    id: 'windows/user-name',
    on: 'WindowsSecurityContextOptions',
    message: 'runAsUserName can have at most 104 characters, after an optional domain and "\\"',
    fix: 'use a name such as ContainerUser',
    link: 'tasks/configure-pod-container/configure-runasusername/',
    check: ({ runAsUserName: name }, node, report) => {
      if (name !== undefined && !isUserName(name)) report(node.at('runAsUserName'));
    },
  }),
  rejected({
    id: 'windows/host-process',
    on: 'PodSpec',
    message:
      'HostProcess containers require hostNetwork, and all containers of their Pod must be ' +
      'HostProcess containers',
    fix: 'set hostProcess: true on the Pod only, and hostNetwork: true',
    link: 'tasks/configure-pod-container/create-hostprocess-pod/',
    check: (spec, node, report) => {
      const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
      const each = containersOf(node).map(
        (container) =>
          [container, container.value.securityContext?.windowsOptions?.hostProcess] as const,
      );
      for (const [container, own] of each) {
        if (ofPod !== undefined && own !== undefined && ofPod !== own) {
          report(
            container.at('securityContext').field('windowsOptions').field('hostProcess'),
            'conflicts with hostProcess of the Pod',
          );
        }
      }
      const count = each.filter(([, own]) => own ?? ofPod).length;
      if (count === 0) return;
      if (count < each.length) {
        report(node.path, 'only some of the containers are HostProcess containers');
      }
      if (!spec.hostNetwork) report(node.at('hostNetwork'));
    },
  }),
];

function isUserName(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- rejects control characters
  if (name === '' || /[\u0000-\u001f\u007f]/.test(name)) return false;
  const parts = name.split('\\');
  if (parts.length > 2) return false;
  const user = parts[parts.length - 1];
  const domain = parts.length === 2 ? parts[0] : undefined;
  if (
    domain !== undefined &&
    (utf8Length(domain) >= 256 || !(NETBIOS.test(domain) || DOMAIN.test(domain)))
  ) {
    return false;
  }
  return (
    user !== '' &&
    utf8Length(user) <= 104 &&
    !/^[. ]+$/.test(user) &&
    !/["/\\:;|=,+*?<>@[\]]/.test(user)
  );
}
