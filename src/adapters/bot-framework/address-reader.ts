import type { z } from 'zod';
import { remembered } from './remembered.ts';

/**
 * Reads of a session's address what one adapter needs: caller and channel have one JSON text in common, and each knows its
 * own fields of it. Each message to a customer asks for the same one again.
 */
export const addressReader = <Address>(schema: z.ZodType<Address>): ((text: string) => Address) =>
  remembered((text) => schema.parse(JSON.parse(text)));
