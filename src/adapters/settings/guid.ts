const pairs: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
  ['{', '}'],
  ['(', ')'],
  ['<', '>'],
];

/** What a paste may bring along and no value needs: marks without a width, and what surrounds a value. */
export function unwrapped(text: string): string {
  const bare = text.replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '').trim();
  const isWrapped = pairs.some(
    ([open, close]) => bare.length > 1 && bare.startsWith(open) && bare.endsWith(close),
  );
  return isWrapped ? unwrapped(bare.slice(1, -1)) : bare;
}

const fiveGroups = /^([\da-f]{8})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{4})-?([\da-f]{12})$/;
const nobodys = /^[0-]+$/;

/**
 * The GUID in what was pasted, as tokens write it: in lower case, with hyphens. Takes any case, quotes, braces, blanks,
 * typographic hyphens or none, and `api://` or `urn:uuid:` before it. Absent when it is not one, or all zeros.
 */
export function guidIn(text: string): string | undefined {
  const plain = unwrapped(text)
    .replace(/[,;]$/, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .toLowerCase();
  const [, ...groups] = fiveGroups.exec(unwrapped(plain).replace(/^(api:\/\/|urn:uuid:)/, '')) ?? [];
  const guid = groups.join('-');
  return guid === '' || nobodys.test(guid) ? undefined : guid;
}
