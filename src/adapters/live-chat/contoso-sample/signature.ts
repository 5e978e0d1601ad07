/** Whether a callback may be believed. */
export type IsTrusted = (headers: Readonly<Record<string, string>>, body: string) => boolean;

/** The shipped sample cannot sign. It is believed all the same only where the operator has said so. */
export function sampleTrust(settings: {
  readonly allowUnsigned: boolean;
  readonly isSigned: IsTrusted;
}): IsTrusted {
  return (headers, body) => settings.allowUnsigned || settings.isSigned(headers, body);
}
