const guid = '[\\da-f]{8}(?:-[\\da-f]{4}){3}-[\\da-f]{12}';
const appId = new RegExp(`^(?:api://)?${guid}$`, 'i');
const pathOfIds = new RegExp(`^(?:/(?:${guid}|v1|v2\\.0|common|organizations))*/?$`, 'i');
const longestHost = 253;

/**
 * What a log may show of an id or URL that was sent to us: GUIDs, origins, and paths made of GUIDs. Anything else can be
 * words of a person, and only its kind is told.
 */
export function shownId(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value !== 'string') return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  if (appId.test(value)) return value;
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol) || url.host.length > longestHost) return 'not an id';
  return pathOfIds.test(url.pathname) ? `${url.origin}${url.pathname}` : `${url.origin}/…`;
}

export function shownHost(value: string): string {
  const host = URL.parse(value)?.host ?? '';
  return host === '' || host.length > longestHost ? 'none' : host;
}
