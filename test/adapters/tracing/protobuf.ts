/** One field of a message of Protocol Buffers: a number, or bytes that may be a text or a message again. */
type Field = number | Buffer;

/** All fields of a message by their number, as the wire has them. Enough for what the tests read. */
function fieldsOf(message: Buffer): ReadonlyMap<number, readonly Field[]> {
  const fields = new Map<number, readonly Field[]>();
  let at = 0;
  const varint = (): number => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(value);
    }
  };
  const bytes = (length: number): Buffer => {
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = varint();
    const number = tag >> 3;
    const field = read(tag & 7, varint, bytes);
    fields.set(number, [...(fields.get(number) ?? []), field]);
  }
  return fields;
}

function read(wireType: number, varint: () => number, bytes: (length: number) => Buffer): Field {
  switch (wireType) {
    case 0:
      return varint();
    case 1:
      return bytes(8);
    case 2:
      return bytes(varint());
    case 5:
      return bytes(4);
  }
  throw new Error(`a wire type that nobody sends: ${wireType}`);
}

/** The messages, texts or ids in a field. */
export const buffersIn = (message: Buffer, number: number): readonly Buffer[] =>
  (fieldsOf(message).get(number) ?? []).filter((each) => typeof each !== 'number');

export const numberIn = (message: Buffer, number: number): number | undefined =>
  (fieldsOf(message).get(number) ?? []).find((each) => typeof each === 'number');
