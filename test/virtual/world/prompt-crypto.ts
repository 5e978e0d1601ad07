import { createPublicKey, KeyObject, sign, verify, webcrypto } from 'node:crypto';

/**
 * The same RS256, done at once instead of on another thread: a run is then decided by its seed alone. Results are
 * remembered, since every run asks for the same ones. Returns what puts the real one back.
 */
export function installPromptCrypto(): () => void {
  const { subtle } = webcrypto;
  const remembered = new Map<string, unknown>();
  const once = <Value>(key: string, make: () => Value): Value => {
    if (!remembered.has(key)) remembered.set(key, make());
    return remembered.get(key) as Value;
  };
  const ids = new WeakMap<object, number>();
  let count = 0;
  const idOf = (key: object): number => {
    const id = ids.get(key) ?? ++count;
    ids.set(key, id);
    return id;
  };
  const prompt = {
    importKey: async (format: string, jwk: object, algorithm: object, _: boolean, usages: []) =>
      once(`import ${JSON.stringify([format, jwk, usages])}`, () =>
        // The algorithm is the one that jose read from the key: RSASSA-PKCS1-v1_5 with SHA-256.
        createPublicKey({ key: { ...jwk }, format: 'jwk' }).toCryptoKey(algorithm as never, true, usages),
      ),
    sign: async (_: unknown, key: webcrypto.CryptoKey, data: Uint8Array) => {
      const made = once(`sign ${idOf(key)} ${Buffer.from(data)}`, () =>
        sign('sha256', data, KeyObject.from(key)),
      );
      return new Uint8Array(made).buffer;
    },
    verify: async (_: unknown, key: webcrypto.CryptoKey, signature: Uint8Array, data: Uint8Array) =>
      once(`verify ${idOf(key)} ${Buffer.from(signature).toString('base64')} ${Buffer.from(data)}`, () =>
        verify('sha256', data, KeyObject.from(key), signature),
      ),
  };
  Object.assign(subtle, prompt);
  return () => {
    for (const name of Object.keys(prompt)) Reflect.deleteProperty(subtle, name);
  };
}
