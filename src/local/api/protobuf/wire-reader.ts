/** A field as it is encoded: its number, and a number or bytes. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

const VARINT = 0;
const FIXED_64 = 1;
const BYTES = 2;
const FIXED_32 = 5;

/** Reads the fields of an encoded protobuf message. @throws RangeError if it is not complete */
export function* wireFields(bytes: Uint8Array): Generator<WireField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= bytes.length) throw new RangeError('the message ends within a number');
      const byte = BigInt(bytes[at++]);
      value += (byte % 128n) * 2n ** shift;
      if (byte < 128n) return value;
    }
    throw new RangeError('a number has too many bytes');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('the message ends within a field');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case VARINT:
        yield { number, value: varint() };
        break;
      case BYTES:
        yield { number, value: take(Number(varint())) };
        break;
      case FIXED_64:
        take(8); // no message of the API has one
        break;
      case FIXED_32:
        take(4);
        break;
      default:
        throw new RangeError(`unknown wire type ${tag % 8}`);
    }
  }
}
