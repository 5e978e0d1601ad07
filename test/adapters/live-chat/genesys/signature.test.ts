import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signatureCheck } from '../../../../src/adapters/live-chat/genesys/callbacks/signature.ts';

const [older, newer] = ['the older secret of an integration', 'the newer secret of an integration'];
const body = '{"id":"m1","text":"Hällo"}';
const signed = (secret: string, by: 'base64' | 'hex' = 'base64') =>
  `sha256=${createHmac('sha256', secret).update(body).digest(by)}`;

describe('S9, S11: A callback of Genesys', () => {
  const check = signatureCheck([newer, older]);

  it('is believed with either secret while one replaces the other', () => {
    for (const secret of [older, newer]) expect(check({ signature: signed(secret), body })).toBeUndefined();
    expect(signatureCheck([newer])({ signature: signed(older), body })).toEqual({ reason: 'bad-signature' });
  });

  it.each([
    ['without a signature', undefined, 'not-signed'],
    ['with an empty one', '', 'not-signed'],
    ['with a signature in hex', signed(newer, 'hex'), 'bad-signature'],
    ['with one that does not name its algorithm', signed(newer).slice('sha256='.length), 'bad-signature'],
    ['with one of another secret', signed('a secret of another integration'), 'bad-signature'],
  ])('is refused %s', (_, signature, reason) => {
    expect(check({ signature, body })).toEqual({ reason });
  });

  it('is refused when a byte of it has changed', () => {
    expect(check({ signature: signed(newer), body: body.replace('m1', 'm2') })).toEqual({
      reason: 'bad-signature',
    });
  });
});
