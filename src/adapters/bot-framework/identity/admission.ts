import type { RefusedBearer } from '../../http/requests/bearer.ts';
import { shownId } from '../../http/server/shown-id.ts';
import type { AuthenticationSettings, Caller } from './authentication.ts';

/** Whose tokens open one way in: what is taken for one way in must not open another. */
export interface Admission {
  readonly audiences: readonly string[];
  readonly issuers: AuthenticationSettings['issuers'];
  readonly callers: readonly string[];
}

/** What has to be authenticated so that each of these can judge its own. */
export const authenticatedFor = (admissions: readonly Admission[]): AuthenticationSettings => ({
  audiences: unique(admissions.flatMap(({ audiences }) => audiences)),
  issuers: admissions.flatMap(({ issuers }) => issuers),
  allowedCallers: unique(admissions.flatMap(({ callers }) => callers)),
});

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Why a caller with a good token may not come in this way; absent when it may. */
export function notAdmitted(
  { appId, audience, issuer }: Caller,
  { audiences, issuers, callers }: Admission,
): RefusedBearer | undefined {
  if (issuers.every((trusted) => trusted.issuer !== issuer)) {
    const expected = issuers.map((trusted) => trusted.issuer).join(' ');
    return unauthorized('untrusted-issuer', { issuer: shownId(issuer), expected });
  }
  if (!audiences.includes(audience))
    return unauthorized('wrong-audience', { audience: shownId(audience), expected: audiences.join(' ') });
  if (callers.includes(appId)) return undefined;
  const compared = { caller: shownId(appId), expected: callers.join(' ') };
  return { outcome: 'forbidden', refusal: { reason: 'unknown-caller', compared } };
}

const unauthorized = (
  reason: 'untrusted-issuer' | 'wrong-audience',
  compared: Readonly<Record<string, string>>,
): RefusedBearer => ({ outcome: 'unauthorized', refusal: { reason, compared } });
