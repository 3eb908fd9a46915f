import { isUtf8 } from 'node:buffer';

/** What YAML allows nowhere, not even quoted; the API server does not see it, as kubectl refuses it. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]/;
const BYTE_ORDER_MARK = '\ufeff';

/** Text, and what in it is no text if there is something. */
export interface Decoded {
  readonly text: string;
  readonly fault?: { readonly offset: number; readonly message: string; readonly fix: string };
}

/** The text of a document. `first`: it begins the file, where a byte order mark may stand. */
export function decode(bytes: Buffer, first: boolean): Decoded {
  const raw = bytes.toString('utf8');
  const text = first && raw.startsWith(BYTE_ORDER_MARK) ? raw.slice(1) : raw;
  const asUtf8 = 'save it as UTF-8 (in PowerShell: Out-File -Encoding utf8)';
  if (first && isUtf16(bytes)) {
    return {
      text: '',
      fault: { offset: 0, message: 'the file is UTF-16, and manifests are UTF-8', fix: asUtf8 },
    };
  }
  if (!isUtf8(bytes)) {
    return {
      text,
      fault: {
        offset: Math.max(0, text.indexOf('\ufffd')),
        message: 'this is not UTF-8: the file is binary, or in another encoding',
        fix: 'save it as UTF-8, or leave it out',
      },
    };
  }
  const at = text.search(FORBIDDEN);
  if (at < 0) return { text };
  const char = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return {
    text,
    fault: {
      offset: at,
      message: `the character U+${char} must not stand in YAML, not even quoted`,
      fix: `remove it, or write it as "\\u${char}" in double quotes`,
    },
  };
}

/** By its mark, or because every other byte of the beginning is zero. */
function isUtf16(bytes: Buffer): boolean {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return true;
  return a === 0 && c === 0 ? b !== 0 && d !== 0 : a !== 0 && b === 0 && c !== 0 && d === 0;
}
