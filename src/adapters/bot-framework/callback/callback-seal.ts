import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

/** Keeps callbacks unreadable wherever sessions are stored. */
export interface CallbackSeal {
  /** The same text for the same callback, so that one that has not changed changes no session. */
  seal(callback: string): string;
  /** Absent for what was sealed with none of the secrets: the customer's next turn brings a new one. */
  open(sealed: string): string | undefined;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals with the first of the secrets that count now, which all replicas have, and opens what any of them has sealed, or any that counted before in
 * this process. The nonce follows from the callback (as in RFC 8452, a synthetic one), since equal texts are wanted for equal callbacks.
 */
export function callbackSeal(secretsNow: () => readonly [string, ...string[]]): CallbackSeal {
  const seals = new Map<string, CallbackSeal>();
  const sealOf = (secret: string): CallbackSeal => {
    const known = seals.get(secret) ?? sealBy(secret);
    seals.set(secret, known);
    return known;
  };
  return {
    seal(callback) {
      const [secret] = secretsNow();
      return sealOf(secret).seal(callback);
    },
    open(sealed) {
      for (const secret of secretsNow()) sealOf(secret);
      for (const { open } of seals.values()) {
        const callback = open(sealed);
        if (callback !== undefined) return callback;
      }
      return undefined;
    },
  };
}

function sealBy(secret: string): CallbackSeal {
  const derived = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, '', `handoff-bridge callback ${purpose}`, 32));
  const [key, nonceKey] = [derived('encryption'), derived('nonce')];
  return {
    seal(callback) {
      const nonce = createHmac('sha256', nonceKey).update(callback).digest().subarray(0, nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce);
      const sealed = [cipher.update(callback, 'utf8'), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...sealed]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      const [nonce, rest] = [bytes.subarray(0, nonceBytes), bytes.subarray(nonceBytes)];
      if (rest.length < tagBytes) return undefined;
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
      decipher.setAuthTag(rest.subarray(0, tagBytes));
      try {
        return Buffer.concat([decipher.update(rest.subarray(tagBytes)), decipher.final()]).toString('utf8');
      } catch {
        // The secret was replaced, or the text is none of ours.
        return undefined;
      }
    },
  };
}
