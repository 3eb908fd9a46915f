import { escapedJson, isMisread, misreadingOf } from './misread-text';
import { isJsonObject, Json, JsonObject } from '../kubernetes/json';

/** Strings that need no quotes in YAML: words, options, paths, names of images. */
const PLAIN = /^-{0,2}[A-Za-z/][\w./=-]*(?::[\w./=-]+)*$/;
/** Such strings that YAML 1.1 reads as booleans, null or numbers. */
const WORD = /^(?:y|yes|n|no|on|off|true|false|null|-?e[-+]?\d+)$/i;
/**
 * Strings that begin with a digit and contain a letter that no number or date contains: quantities,
 * hashes.
 */
const COUNTED = /^\d[\dA-Za-z]*[g-npqrsu-wyG-NPQRSU-WY][\dA-Za-z]*$/;
/** Strings of digits, which need quotes. */
const DIGITS = /^(?:0|[1-9]\d*)$/;
/** Keys that YAML writes differently from other strings. */
const ODD_KEY = /^(?:---|\.\.\.|<<$)|\n|^.{200}/;

/**
 * Writes manifests as YAML, byte for byte as cdk8s does, in a tenth of the time. cdk8s writes every
 * string that is not plain, and every manifest that is not plain JSON. If the first manifest
 * differs from the output of cdk8s, cdk8s writes all of them.
 *
 * The exceptions are strings that YAML readers written in Go would not read back from the output of
 * cdk8s. They are written in double quotes, and a manifest that cdk8s has to write and that has
 * such a string is written as JSON.
 */
export class YamlWriter {
  private readonly texts = new Map<string, string>();
  private agrees?: boolean;

  /** @param cdk8s writes a document with cdk8s */
  public constructor(private readonly cdk8s: (document: unknown) => string) {}

  /** Returns a document as YAML. */
  public document(document: unknown): string {
    if (
      this.agrees === false ||
      !isJsonObject(document) ||
      !isTree(document, new Set()) ||
      !isBlock(document)
    ) {
      return this.safely(document);
    }
    const lines: string[] = [];
    this.write(document, '', '', lines);
    const text = `${lines.join('\n')}\n`;
    if (this.agrees === undefined && !isMisread(document)) {
      this.agrees = this.cdk8s(document) === text;
    }
    return this.agrees === false ? this.cdk8s(document) : text;
  }

  private safely(document: unknown): string {
    return isMisread(document) ? `${escapedJson(document)}\n` : this.cdk8s(document);
  }

  /** @param first prefix of the first line; the other lines begin with the indent */
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

  /** @param indent of all lines of a string except the first */
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
      written =
        misreadingOf(text) === undefined
          ? this.cdk8s({ k: text }).slice('k: '.length, -1)
          : escapedJson(text);
      this.texts.set(text, written);
    }
    return written;
  }
}

/** A list or object that is not empty. */
type Block = JsonObject | readonly Json[];

function isBlock(value: Json): value is Block {
  if (typeof value !== 'object' || value === null) return false;
  return isList(value) ? value.length > 0 : Object.keys(value).length > 0;
}

function isList(value: Block): value is readonly Json[] {
  return Array.isArray(value);
}

/**
 * Returns whether a value is JSON with integers only and without shared lists or objects, which
 * YAML writes as aliases.
 */
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
    for (const item of value) if (!isTree(item, seen)) return false; // `every` skips holes
    return true;
  }
  if (!isJsonObject(value)) return false;
  for (const key of Object.keys(value)) {
    if (ODD_KEY.test(key) || !isTree(value[key], seen)) return false;
  }
  return true;
}
