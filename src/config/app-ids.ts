import { guidIn, unwrapped } from '../adapters/settings/guid.ts';

/** Ids of apps, each once; absent when one of them is no GUID. */
export function appIdsIn(text: string): readonly string[] | undefined {
  const given = text.replace(/^\[(.*)\]$/s, '$1').split(/[\s,;]+/);
  const ids = given.filter((each) => unwrapped(each) !== '').map(guidIn);
  const known = ids.filter((each) => each !== undefined);
  return known.length > 0 && known.length === ids.length ? [...new Set(known)] : undefined;
}
