import { isLabelValue, isQualifiedName } from '../../kubernetes/formats';
import { LabelRequirement, meetsRequirement } from '../../kubernetes/selector';
import { badRequest } from '../store/status-error';

type Labels = Readonly<Record<string, string>>;

const SET_BASED = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;
const COMPARISON = /^([^\s!=]+)\s*(==|=|!=)\s*(\S*)$/;

/**
 * Parses the parameter `labelSelector`, e.g. `app=a,tier in (x, y),!canary`.
 *
 * @returns a function that reports whether labels match
 * @throws StatusError BadRequest
 */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const requirements = splitOutsideParentheses(text).map(parseRequirement);
  return (labels) => requirements.every((requirement) => meetsRequirement(requirement, labels));
}

function splitOutsideParentheses(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function parseRequirement(text: string): LabelRequirement {
  const setBased = SET_BASED.exec(text);
  const comparison = COMPARISON.exec(text);
  let requirement: LabelRequirement;
  if (setBased) {
    const values = setBased[3].split(',').map((value) => value.trim());
    requirement = { key: setBased[1], operator: setBased[2] === 'in' ? 'In' : 'NotIn', values };
  } else if (comparison) {
    const operator = comparison[2] === '!=' ? 'NotIn' : 'In';
    requirement = { key: comparison[1], operator, values: [comparison[3]] };
  } else if (text.startsWith('!')) {
    requirement = { key: text.slice(1).trim(), operator: 'DoesNotExist', values: [] };
  } else {
    requirement = { key: text, operator: 'Exists', values: [] };
  }
  if (!isQualifiedName(requirement.key) || !requirement.values.every(isLabelValue)) {
    throw badRequest(`unable to parse requirement: ${JSON.stringify(text)} is not valid`);
  }
  return requirement;
}
