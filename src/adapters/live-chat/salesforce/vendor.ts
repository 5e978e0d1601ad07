import type { LiveChatPace } from '../paced-live-chat.ts';
import { liveChatVendor } from '../vendor.ts';
import { accessOf } from './access-of.ts';
import { checkSalesforce } from './check.ts';
import { salesforceCapabilities, salesforceLiveChat } from './client.ts';
import { salesforceFeed } from './feed/feed.ts';
import { sessionStreams, whileHeard } from './feed/session-stream.ts';
import { profile } from './profile.ts';
import { type SalesforceSettings, salesforceSettings } from './settings.ts';

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
