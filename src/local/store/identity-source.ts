import { createHash } from 'node:crypto';

/** The characters of generated names: no vowels, so that no words appear. */
const NAME_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789';
const GENERATED_CHARACTERS = 5;
const UUID_BYTES = 16;

/** Names and uids that look random; the same seed has the same ones, so runs can be repeated. */
export class IdentitySource {
  private count = 0;
  private bytes = Buffer.alloc(0);

  public constructor(private readonly seed: number) {}

  /** Returns the characters that the API server adds to `metadata.generateName`. */
  public nameSuffix(): string {
    const bytes = [...this.take(GENERATED_CHARACTERS)];
    return bytes.map((byte) => NAME_CHARACTERS[byte % NAME_CHARACTERS.length]).join('');
  }

  /** Returns a uid in the form of a random UUID (version 4). */
  public uid(): string {
    const hex = this.take(UUID_BYTES).toString('hex');
    const variant = '89ab'[parseInt(hex[16], 16) % 4];
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20),
    ].join('-');
  }

  /** A hash is the slow part of a new object, so none of its bytes is wasted. */
  private take(length: number): Buffer {
    while (this.bytes.length < length) {
      const hash = createHash('sha256').update(`${this.seed} ${this.count++}`).digest();
      this.bytes = Buffer.concat([this.bytes, hash]);
    }
    const taken = this.bytes.subarray(0, length);
    this.bytes = this.bytes.subarray(length);
    return taken;
  }
}
