import { describe, expect, it } from 'vitest';
import { callbackHosts } from '../../../../src/adapters/bot-framework/callback/callback-hosts.ts';

const allows = callbackHosts(['.powerapps.com', 'exact.example:8443']);

describe('A callback', () => {
  it.each([
    'https://eu.powerapps.com/external-agent?sig=a%2Bb&id=19:x@thread.v2',
    "https://eu.powerapps.com?sig='quoted'",
    'https://exact.example:8443/x/../y',
  ])('may lead to %s', (url) => expect(allows(url)).toBe(true));

  it.each([
    'https://powerapps.com/x',
    'https://evil.example/?x=https://eu.powerapps.com',
    'https://eu.powerapps.com@evil.example/x',
    'https://evil.example\\@eu.powerapps.com/x',
    'https://evil.example#.powerapps.com/x',
    'https://user:word@eu.powerapps.com/x',
    'http://eu.powerapps.com/x',
    'https://eu.powerapps.com:8443/x',
    'https://eu.powerapps.com/x y',
    'https://eu.powerapps.com/x\r\nhost: evil',
    'https://eu.powerapps.com/#fragment',
    'eu.powerapps.com/x',
    '',
  ])('may not lead to %j', (url) => expect(allows(url)).toBe(false));
});
