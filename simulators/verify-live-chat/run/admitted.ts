import type { Contract } from '../contracts/contract.ts';
import { CredentialsFailure } from '../http/credentials.ts';
import { isAnswered } from '../http/exchange.ts';
import type { VendorApi } from '../http/vendor-api.ts';
import { sent } from '../sessions/session.ts';
import { bridgeConversation } from '../sessions/spelling.ts';

/** Rejects with a `CredentialsFailure` when the live chat refuses who we are: then nothing can be said about the contract. */
export async function assertAdmitted(
  contract: Contract,
  api: VendorApi,
  hasCredentials: boolean,
): Promise<void> {
  const { startPath: path } = contract;
  const { answer } = await sent(api, { path, ...contract.startRequest(bridgeConversation(), {}) });
  await api.close();
  if (!isAnswered(answer) || ![401, 403, 407].includes(answer.status)) return;
  const said = hasCredentials
    ? 'refuses the credentials that were given'
    : 'asks for credentials, and none were given';
  throw new CredentialsFailure(
    `${path} answered ${answer.status}: the live chat ${said}. --help shows how to pass them ("Authentication").`,
  );
}
