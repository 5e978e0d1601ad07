import type { z } from 'zod';
import type { Environment } from './environment.ts';

/**
 * What is wrong, each finding as a sentence. The path of an issue is the owner and the setting; an issue of several
 * settings brings its own sentence.
 */
export const findingsIn = (
  { error }: z.ZodSafeParseResult<unknown>,
  environment: Environment,
): readonly string[] =>
  (error?.issues ?? []).map(({ path: [, name], message }) => {
    if (typeof name !== 'string') return message;
    return `${name} is ${environment[name] === undefined ? 'missing' : 'not usable'}; ${message}.`;
  });
