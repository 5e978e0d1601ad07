import type { z } from 'zod';

/** Cache size. */
const rememberedAddresses = 1000;

/**
 * Reads of a session's address what one adapter needs: caller and channel have one JSON text in common, and each knows its
 * own fields of it. Each message to a customer asks for the same one again.
 */
export function addressReader<Address>(schema: z.ZodType<Address>): (text: string) => Address {
  const read = new Map<string, Address>();
  return (text) => {
    const known = read.get(text);
    if (known !== undefined) return known;
    const parsed = schema.parse(JSON.parse(text));
    if (read.size >= rememberedAddresses) read.clear();
    read.set(text, parsed);
    return parsed;
  };
}
