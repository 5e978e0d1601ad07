/** There is no token now. `reason` is a code that quotes nothing of what was sent or answered. */
export class NoToken extends Error {
  override readonly name = 'NoToken';
  readonly reason: string;
  constructor(reason: string, cause?: unknown) {
    super(`there is no token: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Entra's code where it gave one, and its error's name where that is one. */
export function reasonOfRefusal(
  code: string | number | undefined,
  error: string | undefined,
): string | undefined {
  if (code !== undefined && /^\d{1,10}$/.test(String(code))) return `AADSTS${code}`;
  return error !== undefined && /^[a-z_]{1,64}$/.test(error) ? error : undefined;
}
