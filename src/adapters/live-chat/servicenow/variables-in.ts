import { partsOf } from '../../settings/texts.ts';
import type { ContextVariables } from './wire.ts';

const pair = /^([A-Za-z_][\w.-]{0,79})\s*=\s*([^\p{Cc}]{0,200})$/u;

/** For `setting`: `name=value`, several comma-separated; none for an empty text. */
export function variablesIn(text: string): ContextVariables | undefined {
  const pairs = partsOf(text).map((part) => pair.exec(part));
  if (pairs.some((each) => each === null)) return undefined;
  return Object.fromEntries(pairs.map((each) => [each?.[1] ?? '', each?.[2] ?? '']));
}
