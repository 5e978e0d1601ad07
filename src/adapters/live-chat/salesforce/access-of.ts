import type { SessionId } from '../../../domain/ids.ts';
import { peerRefusals } from '../../http/client/peer-refusals.ts';
import { throttledWarning } from '../../http/limits/throttled-warning.ts';
import type { LiveChatPlatform } from '../vendor.ts';
import { identityToken } from './access/identity-token.ts';
import { sessionTokens } from './access/session-tokens.ts';
import { requestToken, salesforceApi } from './api.ts';
import type { SalesforceSettings } from './settings.ts';
import type { TokenBody } from './wire.ts';

/** Tokens, and the requests that are made with them. */
export function accessOf(
  settings: SalesforceSettings,
  { log, clock }: Pick<LiveChatPlatform, 'log' | 'clock'>,
) {
  const noteRefusal = peerRefusals(log, 'refused-by-live-chat');
  const warn = throttledWarning(log, 'no-token');
  const { orgId, deployment, verification } = settings;
  const fetchToken = async (session: SessionId) => {
    const body: TokenBody = {
      orgId,
      esDeveloperName: deployment,
      capabilitiesVersion: '1',
      platform: 'Web',
      context: { appName: 'Handoff Bridge', clientVersion: '1' },
      authorizationType: 'JWT',
      customerIdentityToken: await identityToken(verification, session, clock.now()),
    };
    return requestToken(settings, body, noteRefusal);
  };
  const tokens = sessionTokens({
    fetch: fetchToken,
    now: () => clock.now(),
    onNoToken: (reason) => warn(reason, { issuer: verification.issuer, reason }),
    onRefused: () => log.warn({ issuer: verification.issuer }, 'token-refused'),
  });
  return { tokens, fetchToken, api: salesforceApi(settings, { tokens, noteRefusal }) };
}
