/** Who a callback is from: one who has the secret, one who may do without, or one who may not. */
type Trust = 'signed' | 'unsigned' | 'refused';

export type JudgeTrust = (headers: Readonly<Record<string, string>>, body: string) => Trust;

/** The shipped sample cannot sign. It is believed all the same only where the operator has said so. */
export function sampleTrust(settings: {
  readonly allowUnsigned: boolean;
  readonly isSigned: (headers: Readonly<Record<string, string>>, body: string) => boolean;
}): JudgeTrust {
  return (headers, body) => {
    if (settings.isSigned(headers, body)) return 'signed';
    return settings.allowUnsigned ? 'unsigned' : 'refused';
  };
}
