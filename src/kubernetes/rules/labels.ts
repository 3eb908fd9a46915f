import { rejected, Rule } from './rule';
import { isLabelValue, isQualifiedName, utf8Length } from '../formats';
import { quote } from '../truncate';

const LABELS_DOC = 'concepts/overview/working-with-objects/labels/#syntax-and-character-set';
const MAX_ANNOTATIONS_BYTES = 256 * 1024;
const KEY_FIX =
  'use at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends, after ' +
  'an optional domain and "/"';
const VALUE_FIX =
  'use at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends, or an ' +
  'annotation';

/** Labels and annotations. @see `apimachinery/pkg/api/validation/objectmeta.go` */
export const labelRules: Rule[] = [
  rejected({
    id: 'labels/key',
    on: ['ObjectMeta', 'PodSpec', 'LabelSelector'],
    message:
      'the key of a label must be a qualified name: an optional domain and "/", then a name ' +
      'of at most 63 characters',
    fix: KEY_FIX,
    link: LABELS_DOC,
    check: (value, node, report) => {
      const [field, labels] = labelsIn(value);
      for (const key of Object.keys(labels)) {
        if (!isQualifiedName(key)) {
          report(node.path.field(field), `${quote(key)} is not a valid label key`);
        }
      }
    },
  }),
  rejected({
    id: 'labels/value',
    on: ['ObjectMeta', 'PodSpec', 'LabelSelector'],
    message:
      'the value of a label must be empty, or at most 63 letters, digits, "-", "_" and ".", ' +
      'with a letter or digit at both ends',
    fix: VALUE_FIX,
    link: LABELS_DOC,
    check: (value, node, report) => {
      const [field, labels] = labelsIn(value);
      for (const [key, text] of Object.entries(labels)) {
        if (!isLabelValue(text)) {
          report(node.path.field(field), `${quote(text)} is not a valid value of the label ${key}`);
        }
      }
    },
  }),
  rejected({
    id: 'annotations/key',
    on: 'ObjectMeta',
    message:
      'the key of an annotation must be a qualified name: an optional domain and "/", then ' +
      'a name of at most 63 characters',
    fix: KEY_FIX,
    link: 'concepts/overview/working-with-objects/annotations/#syntax-and-character-set',
    check: ({ annotations = {} }, node, report) => {
      for (const key of Object.keys(annotations)) {
        if (!isQualifiedName(key.toLowerCase())) {
          report(node.at('annotations'), `${quote(key)} is not a valid annotation key`);
        }
      }
    },
  }),
  rejected({
    id: 'annotations/size',
    on: 'ObjectMeta',
    message:
      'the annotations of an object can have at most 256 KiB in total, keys and values ' +
      'together',
    fix: 'move large values to a ConfigMap',
    check: ({ annotations = {} }, node, report) => {
      const size = Object.entries(annotations).reduce(
        (sum, [key, text]) => sum + utf8Length(key) + utf8Length(text),
        0,
      );
      if (size > MAX_ANNOTATIONS_BYTES) {
        report(
          node.at('annotations'),
          `the annotations have ${size} bytes; the maximum is ${MAX_ANNOTATIONS_BYTES}`,
        );
      }
    },
  }),
];

/** Returns the labels of a struct, with the field that contains them. */
function labelsIn(value: object): [field: string, labels: Readonly<Record<string, string>>] {
  for (const field of ['labels', 'nodeSelector', 'matchLabels']) {
    const labels = (value as Record<string, Readonly<Record<string, string>> | undefined>)[field];
    if (labels) return [field, labels];
  }
  return ['labels', {}];
}
