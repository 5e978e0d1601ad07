import { z } from 'zod';

/** Text that holds JSON. */
export const jsonColumn = z.string().transform((text): unknown => JSON.parse(text));
