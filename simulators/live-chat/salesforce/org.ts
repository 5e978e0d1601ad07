import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { PairedEnds, Pairing } from '../vendor.ts';

/** What an organization has one of, for all who call it. */
export const ORG_ID = '00Dxx0000001gPl';
export const DEPLOYMENT = 'Handoff_Bridge';
const KEY_ID = 'handoff-bridge-1';
const ISSUER = 'https://bridge.contoso.example';
const AUDIENCE = 'https://contoso.my.salesforce.com';

/** The registered key, made when it is first needed: there is one for all live chats of a process. */
const keyPair = once(() =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }),
);

const registeredKey = once(() => createPublicKey(keyPair().publicKey));

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Whom an identity token names, if the key set for user verification vouches for it. */
export async function verifiedIn(identityToken: string): Promise<string | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(identityToken, registeredKey(), {
      algorithms: ['RS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['sub', 'iat', 'exp'],
    });
    return protectedHeader.kid === KEY_ID ? payload.sub : undefined;
  } catch {
    // What is not vouched for is not refused either.
    return undefined;
  }
}

/** The secret of access tokens, which a restart of the same process does not change. */
export const tokenSecret = once(() => createHash('sha256').update(keyPair().privateKey).digest());

export const pairing = (_: PairedEnds): Pairing => ({
  options: {},
  environment: (liveChatUrl) => ({
    LIVECHAT_BASE_URL: liveChatUrl,
    LIVECHAT_SALESFORCE_ORG_ID: ORG_ID,
    LIVECHAT_SALESFORCE_DEPLOYMENT: DEPLOYMENT,
    LIVECHAT_SALESFORCE_PRIVATE_KEY: keyPair().privateKey.replaceAll('\n', '\\n'),
    LIVECHAT_SALESFORCE_KEY_ID: KEY_ID,
    LIVECHAT_SALESFORCE_ISSUER: ISSUER,
    LIVECHAT_SALESFORCE_AUDIENCE: AUDIENCE,
    // Chaos and stories say more than people do.
    LIVECHAT_SALESFORCE_TOKENS_PER_MINUTE: '1000000',
    LIVECHAT_SALESFORCE_MESSAGES_PER_MINUTE: '1000000',
  }),
});
