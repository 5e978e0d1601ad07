import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { shownHost, shownId } from '../../../../src/adapters/http/server/shown-id.ts';

const id = randomUUID();

describe('What a log shows of an id that was sent to us', () => {
  it.each([
    id,
    id.toUpperCase(),
    `api://${id}`,
    `https://sts.windows.net/${id}/`,
    `https://login.microsoftonline.com/${id}/v2.0`,
  ])('is all of it when it is one: %s', (value) => expect(shownId(value)).toBe(value));

  it.each([
    ['Anna Schmidt', 'not an id'],
    ['', 'not an id'],
    [`${id}\u001b[31m`, 'not an id'],
    ['urn:anna', 'not an id'],
    [undefined, 'none'],
    [null, 'none'],
    [['a'], 'a list'],
    [7, 'a number'],
    ['https://evil.example/anna?x=anna#anna', 'https://evil.example/…'],
    ['https://anna:anna@evil.example/', 'https://evil.example/'],
    [`https://${'a'.repeat(300)}.example/`, 'not an id'],
    [`https://evil.example/${id}/anna`, 'https://evil.example/…'],
  ])('of %j is %s', (value, shown) => expect(shownId(value)).toBe(shown));

  it('is the host alone of a service URL', () => {
    expect(shownHost('https://u:p@evil.example:8443/anna?x')).toBe('evil.example:8443');
    for (const none of ['', 'anna', 'mailto:anna@example.com', `https://${'a'.repeat(300)}/`])
      expect(shownHost(none)).toBe('none');
  });
});
