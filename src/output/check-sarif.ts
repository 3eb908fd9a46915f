import { relativePath } from './relative-path';
import { formatJson } from './sanitize';
import { RULE_CATALOG } from '../kubernetes/rules/catalog';
import { level } from '../kubernetes/rules/finding';
import type { CheckReport, LocatedFinding } from '../manifests/check-report';
import { STANDARD_INPUT } from '../manifests/read-files';
import { skippedMessage } from '../manifests/skipped';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/**
 * Formats findings as SARIF 2.1.0, the format of code scanners. Files are relative to `folder`.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/
 */
export function checkSarif(
  { findings, problems, skipped }: CheckReport,
  folder: string,
  version: string,
): string {
  const findingByRule = new Map(findings.map((finding) => [finding.rule, finding]));
  const rules = [...findingByRule.values()].map(ruleDescriptor);
  const index = new Map(rules.map(({ id }, i) => [id, i]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'cdk8s-jobs', version, rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: problems.length === 0,
            toolExecutionNotifications: [
              ...problems.map(({ message }) => notification('error', message)),
              ...skipped.map((source) => notification('note', skippedMessage(source, 'check'))),
            ],
          },
        ],
        results: findings.map((finding) => resultOf(finding, index.get(finding.rule)!, folder)),
      },
    ],
  };
  return formatJson(log);
}

function notification(kind: 'error' | 'note', text: string): object {
  return { level: kind, message: { text } };
}

/** Describes the rule of a finding, without the object that the finding is about. */
function ruleDescriptor({ rule, severity }: LocatedFinding): { readonly id: string } {
  const known = RULE_CATALOG.find(({ id }) => id === rule);
  return {
    id: rule,
    ...(known && {
      shortDescription: { text: known.message },
      fullDescription: { text: known.message },
      help: { text: known.fix },
    }),
    defaultConfiguration: { level: LEVELS[level(known?.severity ?? severity)] },
  } as { readonly id: string };
}

function resultOf(finding: LocatedFinding, ruleIndex: number, folder: string): object {
  const { rule, severity, kind, namespace, name, field, message, fix, file, line, column } =
    finding;
  const uri =
    file === STANDARD_INPUT
      ? 'stdin'
      : relativePath(file, folder).split('/').map(encodeURIComponent).join('/');
  const object = [
    ...(namespace === null ? [] : [namespace]),
    ...(kind === null ? [] : [kind]),
    ...(name === null ? [] : [name]),
  ].join('/');
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[level(severity)],
    message: { text: `${field === null ? '' : `${field}: `}${message}. Fix: ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          region: { startLine: line, startColumn: column },
        },
        ...(object !== '' && {
          logicalLocations: [
            { fullyQualifiedName: field === null ? object : `${object}#${field}`, kind: 'object' },
          ],
        }),
      },
    ],
    properties: { severity },
  };
}
