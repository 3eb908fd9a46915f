import { createHash } from 'node:crypto';

/** The characters of generated names: no vowels, so that no words appear. */
const NAME_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';
const GENERATED_CHARACTERS = 5;

/** Names and uids that look random; the same seed has the same ones, so runs can be repeated. */
export class IdentitySource {
  private count = 0;

  public constructor(private readonly seed: number) {}

  /** Returns the characters that the API server adds to `metadata.generateName`. */
  public nameSuffix(): string {
    const bytes = [...this.nextBytes().subarray(0, GENERATED_CHARACTERS)];
    return bytes.map((byte) => NAME_CHARACTERS[byte % NAME_CHARACTERS.length]).join('');
  }

  /** Returns a uid in the form of a random UUID (version 4). */
  public uid(): string {
    const hex = this.nextBytes().toString('hex');
    const variant = '89ab'[parseInt(hex[16], 16) % 4];
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-');
  }

  private nextBytes(): Buffer {
    return createHash('sha256').update(`${this.seed} ${this.count++}`).digest();
  }
}
