import { z } from 'zod';

export const missing = (name: string, expected: string): string =>
  `${name} is missing; expected ${expected}.`;
export const notUsable = (name: string, expected: string): string =>
  `${name} is not usable; expected ${expected}.`;

/**
 * A check of several settings of one owner, for `.check(…)`. It runs as soon as the settings that it names are good,
 * whatever is wrong with others, which it sees only where they are good. It gives whole sentences.
 */
export const together = <Values extends object, Name extends keyof Values & string>(
  names: readonly Name[],
  findingsOf: (values: Pick<Values, Name> & Partial<Values>) => readonly string[],
): z.core.$ZodCheck<Values> =>
  z.superRefine<Values>(
    (values, { issues, addIssue }) => {
      const good = { ...values };
      for (const name of badIn(issues)) Reflect.deleteProperty(good, name);
      for (const message of findingsOf(good)) addIssue({ code: 'custom', path: [], message });
    },
    { when: ({ issues }) => !badIn(issues).some((bad) => names.some((name) => name === bad)) },
  );

const badIn = (issues: readonly z.core.$ZodRawIssue[]): readonly PropertyKey[] =>
  issues.flatMap(({ path }) => path?.slice(0, 1) ?? []);
