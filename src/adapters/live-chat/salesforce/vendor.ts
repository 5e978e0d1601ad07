import type { SessionId } from '../../../domain/ids.ts';
import { peerRefusals } from '../../http/client/peer-refusals.ts';
import { throttledWarning } from '../../http/limits/throttled-warning.ts';
import type { LiveChatPace } from '../paced-live-chat.ts';
import { type LiveChatPlatform, liveChatVendor } from '../vendor.ts';
import { identityToken } from './access/identity-token.ts';
import { sessionTokens } from './access/session-tokens.ts';
import { requestToken, salesforceApi } from './api.ts';
import { checkSalesforce } from './check.ts';
import { salesforceCapabilities, salesforceLiveChat } from './client.ts';
import { salesforceFeed } from './feed/feed.ts';
import { sessionStreams, whileHeard } from './feed/session-stream.ts';
import { profile } from './profile.ts';
import { type SalesforceSettings, salesforceSettings } from './settings.ts';
import type { TokenBody } from './wire.ts';

/** Salesforce by Messaging for In-App and Web: the bridge is a custom client, and hears each conversation on a stream. */
export const salesforce = liveChatVendor({
  kind: 'salesforce',
  capabilities: salesforceCapabilities,
  profile,
  settings: salesforceSettings,
  open(settings, platform) {
    const { clock } = platform;
    const { tokens, fetchToken, api } = accessOf(settings, platform);
    const open = sessionStreams({ settings, tokens });
    const heard = whileHeard(open);
    return {
      liveChat: salesforceLiveChat({
        api,
        tokens,
        deployment: settings.deployment,
        whileHeard: heard,
      }),
      pace: paceOf(settings),
      feed: salesforceFeed({ api, tokens, open, clock }),
      check: () => checkSalesforce({ fetchToken, whileHeard: heard }),
    };
  },
});

/** Each start takes a token. No limit of all requests is documented: this one only counts starts among them. */
function paceOf({ tokensPerMinute, messagesPerMinute }: SalesforceSettings): LiveChatPace {
  const perSecond = Math.max(100, tokensPerMinute / 10);
  return {
    perSecond,
    threadLimits: [{ most: messagesPerMinute, withinMs: 60_000 }],
    requests: { start: Math.ceil((perSecond * 60) / tokensPerMinute) },
  };
}

function accessOf(settings: SalesforceSettings, { log, clock }: LiveChatPlatform) {
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
