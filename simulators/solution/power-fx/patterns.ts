import { asText, PowerFxError, type Value } from './value.ts';

/** What `IsMatch` takes beside a text: how much of it has to fit; a part of it unless told. */
const wholes: Readonly<Record<string, (pattern: string) => string>> = {
  '^c$': (pattern) => `^(?:${pattern})$`,
  '^cc$': (pattern) => `^(?:${pattern})$`,
  c: (pattern) => pattern,
  '^c': (pattern) => `^(?:${pattern})`,
  c$: (pattern) => `(?:${pattern})$`,
};

/** Patterns mean the same in Power Fx and JavaScript where they use nothing but what both have. */
const particular = /\\[pPbBAzZGkux0-9]|\(\?(?!:)|\[[^\]]*-\[|\\[^\w\s]|[$^]|[*+?}][?+]|[^\x20-\x7e]|\s/;
const known = /^\\[.\-/()[\]{}+*?|^$\\]$/;

/** Throws a {@link PowerFxError} for a pattern or an option that is not known. */
export function matches(text: string, pattern: string, options: Value | undefined): boolean {
  const flags = options === undefined || options === null ? 'c' : asText(options);
  const isAnyCase = flags.includes('i');
  const whole = wholes[flags.replace('i', '')];
  if (!whole) throw new PowerFxError('such options of IsMatch are not known here');
  const escapes = pattern.match(/\\[^\w\s]/g) ?? [];
  const rest = pattern.replace(/\\[^\w\s]/g, '');
  if (!escapes.every((each) => known.test(each)) || particular.test(rest))
    throw new PowerFxError(`the pattern ${JSON.stringify(pattern)} is not known here`);
  try {
    return new RegExp(whole(pattern), isAnyCase ? 'iu' : 'u').test(text);
  } catch {
    throw new PowerFxError(`the pattern ${JSON.stringify(pattern)} is not known here`);
  }
}
