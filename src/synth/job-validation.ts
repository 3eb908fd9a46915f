import { isJsonObject, JsonObject, objectIn } from '../kubernetes/json';
import { DEFAULT_MINOR, minorOf } from '../kubernetes/minor';
import { apiVersionFinding } from '../kubernetes/rules/api-version';
import { check } from '../kubernetes/rules/check';
import { level } from '../kubernetes/rules/finding';
import { quote } from '../kubernetes/truncate';

/** What `properties` of the plugin in cdk8s.yaml may say. */
export interface JobValidationProperties {
  /** The version of the cluster that will get the manifests, in quotes, such as `'1.31'`. @default the oldest that Kubernetes supports */
  readonly kubernetesVersion?: string;
  /** What fails the synthesis: only errors, or warnings too. @default error */
  readonly failOn?: 'error' | 'warning';
}

/**
 * What is used of the context that `cdk8s synth` gives: its reader of YAML too, since the construct entry has none.
 * Written out here, so that nobody installs cdk8s-cli for its types.
 */
export interface ValidationContext {
  /** Paths of files. */
  readonly manifests: readonly string[];
  /** Where what is found goes. */
  readonly report: {
    addViolation(violation: Violation): void;
    submit(status: 'success' | 'failure', metadata: Readonly<Record<string, string>>): void;
  };
  parseManifest(manifestPath: string): readonly unknown[];
}

export interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  /** cdk8s finds the construct by the name. */
  readonly violatingResources: readonly {
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
  }[];
}

/**
 * Makes `cdk8s synth` check every Job and CronJob of an app, whoever made it, and fail if one is wrong. In cdk8s.yaml:
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

  /** @throws Error that tells everything that is wrong with the properties */
  public constructor(properties: JobValidationProperties = {}) {
    const problems = problemsOf(properties);
    if (problems.length > 0) {
      throw withoutStack(
        ['cdk8s.yaml: the properties of JobValidation are wrong', ...problems].join('\n  '),
      );
    }
    const { kubernetesVersion, failOn = 'error' } = properties;
    this.minor = kubernetesVersion === undefined ? DEFAULT_MINOR : minorOf(kubernetesVersion);
    this.failOn = failOn;
  }

  /** Called by `cdk8s synth` with what it has written. */
  public async validate(context: ValidationContext): Promise<void> {
    const violations = new Map<string, FoundViolation>();
    const count = { checked: 0, error: 0, warning: 0 };
    for (const manifestPath of context.manifests) {
      for (const object of context.parseManifest(manifestPath).filter(isJsonObject)) {
        const wrong = apiVersionFinding(object);
        const findings = wrong ? [wrong] : check(object, { minor: this.minor });
        if (findings === undefined) continue;
        count.checked++;
        const places = new Map<FoundViolation, string[]>();
        for (const { rule, severity, field, message, fix } of findings) {
          count[level(severity)]++;
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

/** What is wrong with the properties. They come out of a file, so their types promise nothing. */
function problemsOf(properties: object): string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (name === 'failOn') {
      return value === 'error' || value === 'warning'
        ? []
        : [`failOn: ${quote(value)} is neither error nor warning; write one of them`];
    }
    if (name === 'kubernetesVersion') {
      return versionProblem(value).map((problem) => `kubernetesVersion: ${problem}`);
    }
    return [
      `${name}: there is no such property; correct the name to kubernetesVersion or failOn, or leave it out`,
    ];
  });
}

function versionProblem(value: unknown): string[] {
  if (typeof value !== 'string') {
    return [
      `${quote(value)} is not text, and as a number 1.30 would be 1.3; write it in quotes, such as '1.${DEFAULT_MINOR}'`,
    ];
  }
  try {
    minorOf(value);
    return [];
  } catch (error) {
    return [(error as RangeError).message];
  }
}

/** cdk8s prints the stack of what is thrown, and where in here it was thrown is of no use to anybody. */
function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}`;
  return error;
}
