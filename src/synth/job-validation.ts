import { isJsonObject, JsonObject, objectIn } from '../kubernetes/json';
import { DEFAULT_MINOR, minorOf } from '../kubernetes/minor';
import { level } from '../kubernetes/rules/finding';
import { lint } from '../kubernetes/rules/lint';
import {
  applySettings,
  RuleSetting,
  RuleSettings,
  ruleSettingProblem,
} from '../kubernetes/rules/rule-settings';
import { IdentityIndex } from '../kubernetes/run-identity/identity-index';
import { quote } from '../kubernetes/truncate';

/** The `properties` of the plugin in cdk8s.yaml. */
export interface JobValidationProperties {
  /**
   * The Kubernetes version of the target cluster, in quotes, such as `'1.31'`.
   * @default the oldest version that Kubernetes supports
   */
  readonly kubernetesVersion?: string;
  /** The lowest level of findings that fails the synthesis. @default error */
  readonly failOn?: 'error' | 'warning';
  /**
   * Severities of rules by their ids, such as `{ 'container/image-latest': 'error' }`.
   * @default the severity in docs/rules.md
   */
  readonly rules?: Readonly<Record<string, 'off' | 'info' | 'warning' | 'error'>>;
}

/**
 * The members of the context of `cdk8s synth` that are used, among them its YAML parser. Declared
 * here so that cdk8s-cli need not be installed for its types.
 */
export interface ValidationContext {
  /** Paths of the manifest files. */
  readonly manifests: readonly string[];
  /** Receives the findings. */
  readonly report: {
    /** Adds a finding. */
    addViolation(violation: Violation): void;
    /** Ends the validation. */
    submit(status: 'success' | 'failure', metadata: Readonly<Record<string, string>>): void;
  };
  /** Returns the objects of a manifest file. */
  parseManifest(manifestPath: string): readonly unknown[];
}

/** A finding in the form of cdk8s. */
export interface Violation {
  /** Id of the rule. */
  readonly ruleName: string;
  /** What is wrong. */
  readonly recommendation: string;
  /** What to do. */
  readonly fix: string;
  /** The objects that have the finding. cdk8s finds the construct by the name of the resource. */
  readonly violatingResources: readonly {
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

/**
 * Validates every Job and CronJob of an app during `cdk8s synth`, including those of other
 * libraries, and fails the synthesis on findings. In cdk8s.yaml:
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-jobs
 *     version: 0.0.0
 *     class: JobValidation
 *     properties: { kubernetesVersion: '1.35', failOn: warning }
 * ```
 */
export class JobValidation {
  private readonly minor: number;
  private readonly failOn: 'error' | 'warning';
  private readonly settings: RuleSettings;

  /** @throws Error that lists all invalid properties */
  public constructor(properties: JobValidationProperties = {}) {
    const problems = problemsOf(properties);
    if (problems.length > 0) {
      throw withoutStack(
        ['cdk8s.yaml: invalid properties of JobValidation', ...problems].join('\n  '),
      );
    }
    const { kubernetesVersion, failOn = 'error', rules = {} } = properties;
    this.minor = kubernetesVersion === undefined ? DEFAULT_MINOR : minorOf(kubernetesVersion);
    this.failOn = failOn;
    this.settings = new Map<string, RuleSetting>(Object.entries(rules));
  }

  /** Called by `cdk8s synth` after it has written the manifests. */
  public async validate(context: ValidationContext): Promise<void> {
    const violations = new Map<string, FoundViolation>();
    const count = { checked: 0, error: 0, warning: 0, info: 0 };
    const identities = new IdentityIndex();
    for (const manifestPath of context.manifests) {
      for (const object of context.parseManifest(manifestPath).filter(isJsonObject)) {
        const own = lint(object, { minor: this.minor, settings: this.settings });
        if (own === undefined) continue;
        const shared = identities.add(object, '', () => manifestPath);
        const findings = [...own, ...applySettings(shared, this.settings)];
        count.checked++;
        const places = new Map<FoundViolation, string[]>();
        for (const { rule, severity, field, message, fix } of findings) {
          count[level(severity)]++;
          if (level(severity) === 'info') continue; // cdk8s shows every violation as a failure
          const violation = {
            ruleName: rule,
            recommendation: `${severity}: ${message}`,
            fix,
            violatingResources: [],
          };
          const key = JSON.stringify(violation);
          const same = violations.get(key) ?? violation;
          violations.set(key, same);
          places.set(same, [...(places.get(same) ?? []), field]);
        }
        for (const [violation, locations] of places) {
          violation.violatingResources.push({
            resourceName: nameOf(object),
            locations,
            manifestPath,
          });
        }
      }
    }
    for (const violation of violations.values()) context.report.addViolation(violation);
    const fails = count.error > 0 || (this.failOn === 'warning' && count.warning > 0);
    context.report.submit(fails ? 'failure' : 'success', {
      Kubernetes: `1.${this.minor}`,
      'Jobs and CronJobs': `${count.checked}`,
      Errors: `${count.error}`,
      Warnings: `${count.warning}`,
      Info: `${count.info}`,
    });
  }
}

type FoundViolation = Violation & {
  readonly violatingResources: Violation['violatingResources'][number][];
};

function nameOf({ metadata }: JsonObject): string {
  const { name } = objectIn(metadata);
  return typeof name === 'string' ? name : '(without a name)';
}

/**
 * Returns the problems of the properties. They are read from a file, so their types are unchecked.
 */
function problemsOf(properties: object): string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (name === 'failOn') {
      return value === 'error' || value === 'warning'
        ? []
        : [`failOn: must be error or warning; got ${quote(value)}`];
    }
    if (name === 'rules') return rulesProblems(value);
    if (name === 'kubernetesVersion') {
      return versionProblem(value).map((problem) => `kubernetesVersion: ${problem}`);
    }
    return [
      `${name}: is not a property of JobValidation; use kubernetesVersion, failOn or rules, ` +
        'or omit it',
    ];
  });
}

function rulesProblems(value: unknown): string[] {
  if (!isJsonObject(value)) {
    return [`rules: must map ids of rules to off, info, warning or error; got ${quote(value)}`];
  }
  return Object.entries(value).flatMap(([id, setting]) => {
    const problem = ruleSettingProblem(id, setting);
    return problem === undefined ? [] : [`rules: ${problem}`];
  });
}

function versionProblem(value: unknown): string[] {
  if (typeof value !== 'string') {
    return [
      `must be a string in quotes, such as '1.${DEFAULT_MINOR}', since YAML reads 1.30 as 1.3; ` +
        `got ${quote(value)}`,
    ];
  }
  try {
    minorOf(value);
    return [];
  } catch (error) {
    return [(error as RangeError).message];
  }
}

/**
 * Returns an error without a stack trace: cdk8s prints the stack, which does not help users here.
 */
function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}`;
  return error;
}
