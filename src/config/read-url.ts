import { unwrapped } from './guid.ts';
import { isSafeUrl } from './setting-checks.ts';
import type { SettingReader } from './setting-reader.ts';

/** A URL in its normal form, without a slash at its end; `''` and a finding when it is missing or not safe. */
export function readUrl(reader: SettingReader, name: string, expected: string, byDefault?: string): string {
  const isGood = (value: string) => isSafeUrl(unwrapped(value));
  const check = { expected, isGood, ...(byDefault !== undefined && { byDefault }) };
  const value = unwrapped(reader.checked(name, check));
  return value === '' ? '' : new URL(value).href.replace(/\/+$/, '');
}
