import { isJsonObject, Json, JsonObject } from '../kubernetes/json';

/** Texts that stand in YAML as they are: words, options, paths, names of images. */
const PLAIN = /^-{0,2}[A-Za-z/][\w./=-]*(?::[\w./=-]+)*$/;
/** Some of them mean something else in YAML 1.1, the last ones numbers. */
const WORD = /^(?:y|yes|n|no|on|off|true|false|null|-?e[-+]?\d+)$/i;
/** What begins with a digit and has a letter that no number or date has: amounts, hashes. */
const COUNTED = /^\d[\dA-Za-z]*[g-npqrsu-wyG-NPQRSU-WY][\dA-Za-z]*$/;
/** Digits stand in quotes. */
const DIGITS = /^(?:0|[1-9]\d*)$/;
/** Keys that are not written like other texts, or not everywhere. */
const ODD_KEY = /^(?:---|\.\.\.|<<$)|\n|^.{200}/;

/**
 * Writes manifests as YAML, letter for letter as cdk8s does, in a tenth of the time. cdk8s is asked for any text that is not plain, and
 * for whole manifests where there is more in them than plain JSON. If the first one comes out otherwise than by cdk8s, all are left to it.
 */
export class YamlWriter {
  private readonly texts = new Map<string, string>();
  private agrees?: boolean;

  /** @param cdk8s how cdk8s writes a document */
  public constructor(private readonly cdk8s: (document: unknown) => string) {}

  /** The text of a document. */
  public document(document: unknown): string {
    if (
      this.agrees === false ||
      !isJsonObject(document) ||
      !isTree(document, new Set()) ||
      !isBlock(document)
    ) {
      return this.cdk8s(document);
    }
    const lines: string[] = [];
    this.write(document, '', '', lines);
    const text = `${lines.join('\n')}\n`;
    this.agrees ??= this.cdk8s(document) === text;
    return this.agrees ? text : this.cdk8s(document);
  }

  /** @param first what the first line begins with; the others have the indent alone */
  private write(value: Block, indent: string, first: string, lines: string[]): void {
    const inner = `${indent}  `;
    let before = first;
    if (isList(value)) {
      for (const item of value) {
        if (isBlock(item)) this.write(item, inner, `${before}- `, lines);
        else lines.push(`${before}- ${this.scalar(item, inner)}`);
        before = indent;
      }
      return;
    }
    for (const key of Object.keys(value)) {
      const held = value[key]!;
      if (isBlock(held)) {
        lines.push(`${before}${this.text(key)}:`);
        this.write(held, inner, inner, lines);
      } else {
        lines.push(`${before}${this.text(key)}: ${this.scalar(held, inner)}`);
      }
      before = indent;
    }
  }

  /** @param indent of the lines of a text but the first */
  private scalar(value: Json, indent: string): string {
    if (typeof value === 'object') return JSON.stringify(value);
    if (typeof value !== 'string') return String(value);
    const text = this.text(value);
    return text.includes('\n') ? text.replaceAll('\n  ', `\n${indent}`) : text;
  }

  private text(text: string): string {
    if (PLAIN.test(text) ? !WORD.test(text) : COUNTED.test(text)) return text;
    if (DIGITS.test(text)) return `"${text}"`;
    let written = this.texts.get(text);
    if (written === undefined) {
      this.texts.set(text, (written = this.cdk8s({ k: text }).slice('k: '.length, -1)));
    }
    return written;
  }
}

/** A list or an object with something in it. */
type Block = JsonObject | readonly Json[];

function isBlock(value: Json): value is Block {
  if (typeof value !== 'object' || value === null) return false;
  return isList(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function isList(value: Block): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether it is JSON in which numbers are whole, and no list or object stands twice: YAML has a way of its own to say so. */
function isTree(value: unknown, seen: Set<object>): value is Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0);
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null || seen.has(value)) return false;
  seen.add(value);
  if (Array.isArray(value)) {
    for (const item of value) if (!isTree(item, seen)) return false; // `every` would step over holes
    return true;
  }
  if (!isJsonObject(value)) return false;
  for (const key of Object.keys(value)) {
    if (ODD_KEY.test(key) || !isTree(value[key], seen)) return false;
  }
  return true;
}
