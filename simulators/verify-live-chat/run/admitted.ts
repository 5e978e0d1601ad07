import { CredentialsFailure } from '../http/credentials.ts';
import { isAnswered } from '../http/exchange.ts';
import type { VendorApi } from '../http/vendor-api.ts';
import type { Kind } from '../pact/pact.ts';
import { START, sent, startBody } from '../sessions/session.ts';
import { bridgeConversation } from '../sessions/spelling.ts';

const CONTOSO_START = '/api/chat/start';

/** Rejects with a `CredentialsFailure` when the live chat refuses who we are: then nothing can be said about the contract. */
export async function assertAdmitted(kind: Kind, api: VendorApi, hasCredentials: boolean): Promise<void> {
  const conversation = bridgeConversation();
  const path = kind === 'reference' ? START : CONTOSO_START;
  const details = kind === 'reference' ? { body: startBody(conversation), key: conversation.newKey() } : {};
  const { answer } = await sent(api, { path, ...details });
  await api.close();
  if (!isAnswered(answer) || ![401, 403, 407].includes(answer.status)) return;
  const said = hasCredentials
    ? 'refuses the credentials that were given'
    : 'asks for credentials, and none were given';
  throw new CredentialsFailure(
    `${path} answered ${answer.status}: the live chat ${said}. --help shows how to pass them ("Authentication").`,
  );
}
