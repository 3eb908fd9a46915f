import { Rule, rejected } from './rule';
import { containersOf } from './security';
import { utf8Length } from '../formats';

const LARGEST_SPEC = 64 * 1024;
const NETBIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DOMAIN_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DOMAIN = new RegExp(`^${DOMAIN_LABEL}(?:\\.${DOMAIN_LABEL})*$`);

export const windowsRules: Rule[] = [
  rejected({
    id: 'windows/credential-spec',
    on: 'WindowsSecurityContextOptions',
    message: 'a credential spec has 1 byte to 64 KiB',
    fix: 'name it by gmsaCredentialSpecName instead',
    link: 'tasks/configure-pod-container/configure-gmsa/',
    check: ({ gmsaCredentialSpec: spec }, node, refuse) => {
      if (spec !== undefined && (spec === '' || utf8Length(spec) > LARGEST_SPEC)) {
        refuse(node.at('gmsaCredentialSpec'));
      }
    },
  }),
  rejected({
    id: 'windows/user-name',
    on: 'WindowsSecurityContextOptions',
    message:
      'a user of Windows is named by at most 104 characters, with a domain and "\\" before it or not',
    fix: 'use a name such as ContainerUser',
    link: 'tasks/configure-pod-container/configure-runasusername/',
    check: ({ runAsUserName: name }, node, refuse) => {
      if (name !== undefined && !isUserName(name)) refuse(node.at('runAsUserName'));
    },
  }),
  rejected({
    id: 'windows/host-process',
    on: 'PodSpec',
    message:
      'HostProcess containers are in the network of the node, and all containers of their Pod are of that kind',
    fix: 'set hostProcess: true on the Pod only, and hostNetwork: true',
    link: 'tasks/configure-pod-container/create-hostprocess-pod/',
    check: (spec, node, refuse) => {
      const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
      const each = containersOf(node).map(
        (container) =>
          [container, container.value.securityContext?.windowsOptions?.hostProcess] as const,
      );
      for (const [container, own] of each) {
        if (ofPod !== undefined && own !== undefined && ofPod !== own) {
          refuse(
            container.at('securityContext').field('windowsOptions').field('hostProcess'),
            'the Pod says otherwise',
          );
        }
      }
      const count = each.filter(([, own]) => own ?? ofPod).length;
      if (count === 0) return;
      if (count < each.length) {
        refuse(node.path, 'some containers are HostProcess containers and some are not');
      }
      if (!spec.hostNetwork) refuse(node.at('hostNetwork'));
    },
  }),
];

function isUserName(name: string): boolean {
  // eslint-disable-next-line no-control-regex -- that there are none is what is asked
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
