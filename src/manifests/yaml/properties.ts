import { Cursor, isBlankOrEnd } from './cursor';
import { quoted } from './quote-fix';
import { YamlSyntaxError } from './syntax-error';

/** What the tags of YAML itself begin with, such as `!!str`. */
const CORE_PREFIX = 'tag:yaml.org,2002:';
const TAG_CHARACTERS = /[\w\-;/?:@&=+$,.!~*'()[\]]|%[0-9a-fA-F]{2}/y;

/** Reads the name of an anchor (`&name`) or of an alias (`*name`). */
export function readAnchorName(cursor: Cursor, inFlow: boolean): string {
  const start = cursor.offset;
  const indicator = cursor.take();
  while (/[\w-]/.test(cursor.char())) cursor.skip();
  const name = cursor.text.slice(start + 1, cursor.offset);
  const next = cursor.char();
  if (name !== '' && (isBlankOrEnd(next) || '?:,]}%@`'.includes(next))) return name;
  throw new YamlSyntaxError(
    start,
    `a value that begins with ${indicator} is ${indicator === '*' ? 'an alias' : 'an anchor'}, ` +
      'whose name can only have letters, digits, - and _',
    `quote it if it is a string: ${quoted(cursor.text, start, inFlow)}`,
  );
}

/**
 * Reads a tag.
 * @returns `!` or a whole tag, where the tags of YAML itself are as in `!!str`
 */
export function readTag(cursor: Cursor, inFlow: boolean): string {
  const start = cursor.offset;
  const fail = (message: string): never => {
    throw new YamlSyntaxError(
      start,
      message,
      `quote it if it is a string: ${quoted(cursor.text, start, inFlow)}`,
    );
  };
  cursor.skip();
  const isVerbatim = cursor.char() === '<';
  if (isVerbatim) cursor.skip();
  const from = cursor.offset;
  for (;;) {
    TAG_CHARACTERS.lastIndex = cursor.offset;
    const [part] = TAG_CHARACTERS.exec(cursor.text) ?? [];
    if (part === undefined) break;
    cursor.skip(part.length);
  }
  const name = cursor.text.slice(from, cursor.offset);
  if (isVerbatim) {
    if (name === '' || cursor.char() !== '>') fail('a tag that begins with !< must end with >');
    cursor.skip();
  }
  if (!isBlankOrEnd(cursor.char())) {
    fail('a value that begins with ! is a tag, and white space must follow the tag');
  }
  if (isVerbatim) return name.startsWith(CORE_PREFIX) ? coreTag(name) : name;
  const [, handle, suffix] = /^([\w-]*)!(.*)$/.exec(name) ?? [];
  if (handle === undefined) return `!${name}`;
  if (handle !== '') fail(`the tag !${handle}! is not defined`);
  if (suffix === '') fail('a tag that begins with !! must have a name');
  return `!!${suffix}`;
}

function coreTag(name: string): string {
  return `!!${name.slice(CORE_PREFIX.length)}`;
}
