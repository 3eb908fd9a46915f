import { isWholeNumber } from './resource-amounts';
import { info, Rule, serverWarning } from './rule';
import { isDnsLabel } from '../formats';
import { parseQuantity } from '../quantity';
import { quote } from '../truncate';

/** Likely mistakes that the API server warns of as well. @see `pkg/api/pod/warnings.go` */
export const serverWarningRules: Rule[] = [
  info({
    id: 'metadata/dotted-name',
    serverWarns: true,
    on: 'ObjectMeta',
    when: 'create',
    message:
      'the name becomes part of the hostnames of Pods, which some programs accept only as ' +
      'DNS labels',
    fix: 'use at most 63 lower-case letters, digits and "-"',
    link: 'concepts/overview/working-with-objects/names/#dns-label-names',
    check: ({ name = '' }, node, report) => {
      const isJobOrCronJob = node.parent?.struct === 'Job' || node.parent?.struct === 'CronJob';
      if (isJobOrCronJob && name !== '' && !isDnsLabel(name)) report(node.at('name'));
    },
  }),
  serverWarning({
    id: 'job/many-indexes-untracked',
    on: 'JobSpec',
    message:
      'with more than 100,000 indexes and a parallelism above 10,000, the Job controller ' +
      'may fail to track the indexes',
    fix: 'lower parallelism, or split the work into several Jobs',
    link: 'concepts/workloads/controllers/job/#completion-mode',
    check: ({ completionMode, completions = 0, parallelism = 0 }, node, report) => {
      if (completionMode === 'Indexed' && completions > 100_000 && parallelism > 10_000) {
        report(node.path);
      }
    },
  }),
  serverWarning({
    id: 'env/hidden',
    on: ['Container', 'EphemeralContainer'],
    message: 'the variable hides an earlier one with the same name, which kubectl apply may drop',
    fix: 'rename one of them',
    link: 'tasks/inject-data-application/define-environment-variable-container/',
    check: ({ env = [] }, node, report) => {
      const seen = new Set<string>();
      env.forEach(({ name = '', value = '', valueFrom }, i) => {
        // A value may extend the earlier value of the same variable.
        const reference = `$(${name})`;
        if (seen.has(name) && (valueFrom || value === reference || !value.includes(reference))) {
          report(node.at('env').index(i), `hides an earlier ${name}, which kubectl apply may drop`);
        }
        seen.add(name);
      });
    },
  }),
  serverWarning({
    id: 'resources/fractional-bytes',
    on: ['ResourceRequirements', 'VolumeResourceRequirements', 'PodSpec'],
    message:
      'an amount of bytes should be a whole number; the suffix "m" means thousandths, not ' +
      'millions',
    fix: 'use a unit such as Mi, as in 128Mi',
    link: 'concepts/configuration/manage-resources-containers/#meaning-of-memory',
    check: (value, node, report) => {
      for (const field of ['limits', 'requests', 'overhead'] as const) {
        const amounts = (value as Record<string, Record<string, string | number>>)[field] ?? {};
        for (const name of node.struct === 'VolumeResourceRequirements'
          ? ['storage']
          : ['memory', 'ephemeral-storage']) {
          const amount = amounts[name] === undefined ? undefined : parseQuantity(amounts[name]);
          if (amount && !isWholeNumber(amount)) {
            report(
              node.path.field(field).key(name),
              `${quote(amounts[name])} is not a whole number of bytes; "m" means thousandths`,
            );
          }
        }
      }
    },
  }),
  serverWarning({
    id: 'pod/negative-grace-period',
    on: 'PodSpec',
    message: 'a negative grace period is treated as 1 second',
    fix: 'use 0 or more',
    link: 'concepts/workloads/pods/pod-lifecycle/#pod-termination',
    check: ({ terminationGracePeriodSeconds: seconds = 0 }, node, report) => {
      if (seconds < 0) report(node.at('terminationGracePeriodSeconds'));
    },
  }),
  serverWarning({
    id: 'pod/pull-secrets',
    on: 'PodSpec',
    message: 'each image pull Secret should have a name, and should be listed only once',
    fix: 'remove entries without a name, and duplicates',
    link: 'tasks/configure-pod-container/pull-image-private-registry/',
    check: ({ imagePullSecrets = [] }, node, report) => {
      const names = imagePullSecrets.map(({ name = '' }) => name);
      names.forEach((name, i) => {
        if (name === '' || names.indexOf(name) < i) {
          report(node.at('imagePullSecrets').index(i).field('name'));
        }
      });
    },
  }),
];
