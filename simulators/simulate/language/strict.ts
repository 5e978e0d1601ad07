import { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';

/** An object of these keys alone. Of another key it is said which one was meant. */
export const strict = <Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => unknownKey(key, Object.keys(shape))).join(' ')
        : undefined,
  });

function unknownKey(key: string, known: readonly string[]): string {
  const meant = didYouMean(key, known);
  return `"${key}" is no key here.${meant === '' ? ` There can be ${known.join(', ')}.` : meant}`;
}
