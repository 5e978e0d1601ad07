import type { z } from 'zod';

/** A body in JSON, of a request or of an answer. */
export const jsonContent = <Schema extends z.ZodType>(schema: Schema, example?: z.input<Schema>) => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
});

/** An answer with such a body. */
export const jsonAnswer = <Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  example?: z.input<Schema>,
) => ({ description, content: jsonContent(schema, example) });
