import type { Cursor } from './cursor';
import { MAX_NESTING_LEVELS, NestingError, YamlSyntaxError } from './syntax-error';

/** The longest key, in characters, that needs no `?` before it. */
const MAX_KEY_LENGTH = 1024;

/** Where a key without `?` may have begun. */
interface SimpleKey {
  /** The number of its first token. */
  readonly number: number;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** Whether nothing but a key can be at this indentation. */
  readonly required: boolean;
}

/**
 * Remembers where keys may have begun: one for the block context, and one for each open bracket.
 * A key must end in the line in which it begins.
 */
export class SimpleKeys {
  /** Whether a key can begin at the current position. */
  public allowed = true;
  private readonly candidates: (SimpleKey | undefined)[] = [undefined];

  /** @param isJson whether keys can have any length, and their colon can be on another line */
  public constructor(
    private readonly cursor: Cursor,
    private readonly isJson: boolean,
  ) {}

  /** Whether the current position is inside of brackets. */
  public get inFlow(): boolean {
    return this.candidates.length > 1;
  }

  /** Remembers that a key may begin at the current position, with the token of this number. */
  public save(number: number, indent: number): void {
    if (!this.allowed) return;
    this.drop();
    const { offset, line, column } = this.cursor;
    const required = !this.inFlow && column === indent;
    this.candidates[this.candidates.length - 1] = { number, offset, line, column, required };
  }

  /** Forgets the candidate, since what follows cannot be its colon. */
  public drop(): void {
    const key = this.candidates.at(-1);
    if (key?.required === true) throw missingColon(key);
    this.candidates[this.candidates.length - 1] = undefined;
  }

  /** Returns the key that the colon at the current position belongs to. */
  public take(): SimpleKey | undefined {
    const key = this.valid(this.candidates.length - 1);
    this.candidates[this.candidates.length - 1] = undefined;
    return key;
  }

  /** Whether the token of this number may be the first of a key. */
  public mayStartAt(number: number): boolean {
    return this.candidates.some((key, i) => key?.number === number && this.valid(i) !== undefined);
  }

  /** @throws NestingError */
  public enterFlow(): void {
    this.candidates.push(undefined);
    if (this.candidates.length > MAX_NESTING_LEVELS + 1) throw new NestingError(this.cursor.offset);
    this.allowed = true;
  }

  public leaveFlow(): void {
    if (this.inFlow) this.candidates.pop();
    this.allowed = false;
  }

  private valid(index: number): SimpleKey | undefined {
    const key = this.candidates[index];
    if (key === undefined || this.isJson) return key;
    const { line, offset } = this.cursor;
    if (key.line === line && offset - key.offset <= MAX_KEY_LENGTH) return key;
    if (key.required) throw missingColon(key);
    this.candidates[index] = undefined;
    return undefined;
  }
}

function missingColon({ offset }: SimpleKey): YamlSyntaxError {
  return new YamlSyntaxError(
    offset,
    'this line must be a key with a colon, such as "name: value"',
    'add the colon and a space after it; indent the line if it belongs to the value before it',
  );
}
