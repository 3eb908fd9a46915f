import { isUtf8 } from 'node:buffer';

/** Characters that YAML does not allow, not even in quotes. kubectl rejects them. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const BYTE_ORDER_MARK = '\ufeff';
const REPLACEMENT_CHARACTER = '\ufffd';

/** The text of a document, and the first place that is not valid text. */
export interface DecodedText {
  readonly text: string;
  readonly problem?: { readonly offset: number; readonly message: string; readonly fix: string };
}

/** Decodes the bytes of a document as UTF-8. A byte order mark at its start is removed. */
export function decodeText(bytes: Buffer): DecodedText {
  const raw = bytes.toString('utf8');
  const text = raw.startsWith(BYTE_ORDER_MARK) ? raw.slice(1) : raw;
  if (isUtf16(bytes)) {
    return {
      text: '',
      problem: {
        offset: 0,
        message: 'the file is encoded as UTF-16, and has no byte order mark',
        fix: 'save the file as UTF-8',
      },
    };
  }
  if (!isUtf8(bytes)) {
    return {
      text,
      problem: {
        offset: Math.max(0, text.indexOf(REPLACEMENT_CHARACTER)),
        message: 'the file is not valid UTF-8: it is binary or in another encoding',
        fix: 'save the file as UTF-8, or remove it from the input',
      },
    };
  }
  const at = text.search(FORBIDDEN);
  if (at < 0) return { text };
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return {
    text,
    problem: {
      offset: at,
      message: `YAML does not allow the character U+${code}, not even in quotes`,
      fix: `remove it, or write it as "\\u${code}" in double quotes`,
    },
  };
}

/** Recognizes UTF-16 by a zero in every second of the first bytes. */
function isUtf16([a, b, c, d]: Buffer): boolean {
  return a === 0 && c === 0 ? b !== 0 && d !== 0 : a !== 0 && b === 0 && c !== 0 && d === 0;
}
