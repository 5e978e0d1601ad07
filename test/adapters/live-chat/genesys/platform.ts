import {
  type LiveChat as Simulator,
  startLiveChat,
} from '../../../../simulators/live-chat/start-live-chat.ts';
import { simulatedVendor } from '../../../../simulators/live-chat/vendors.ts';
import { genesys } from '../../../../src/adapters/live-chat/genesys/vendor.ts';
import type { OpenedLiveChat } from '../../../../src/adapters/live-chat/vendor.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import { pinoLog } from '../../../../src/adapters/system/log.ts';
import type { Clock } from '../../../../src/application/ports/clock.ts';
import type { LiveChatStart, OpenLiveChat } from '../../../../src/application/ports/live-chat.ts';
import { channelId, sessionId } from '../../../../src/domain/ids.ts';

const bridgeUrl = 'http://127.0.0.1:9';
export const apiKey = 'client secret of a test of Genesys'.replaceAll(' ', '-');
const webhookSecret = 'whsec_c2VjcmV0IG9mIHRoZSB3ZWJob29rIG9mIGEgdGVzdA==';

/** The adapter of Genesys in front of a simulated platform. */
export interface GenesysAndPlatform extends Pick<OpenedLiveChat, 'liveChat' | 'feed' | 'check'> {
  readonly platform: Simulator;
  /** Opens a conversation of a session of its own. */
  opened(start?: Partial<LiveChatStart>): Promise<OpenLiveChat>;
  stop(): Promise<void>;
}

interface Options {
  readonly clock?: Clock;
  readonly environment?: Readonly<Record<string, string>>;
  /** Both are set for the queue. */
  readonly withQueue?: true;
}

export async function genesysAndPlatform(options: Options = {}): Promise<GenesysAndPlatform> {
  const { clock = systemClock, environment = {}, withQueue } = options;
  const vendor = simulatedVendor('genesys');
  const entra = {
    authority: bridgeUrl,
    tenantId: '',
    app: { clientId: '', clientSecret: '' },
    bridgeAppId: '',
  };
  const paired = vendor.pairing({ bridgeUrl, apiKey, webhookSecret, ...(withQueue && { entra }) });
  const platform = await startLiveChat({ kind: 'genesys', ...paired.options });
  const configured = genesys.settings.parse({ ...paired.environment(platform.url), ...environment });
  const { liveChat, feed, check } = configured.open({
    publicUrl: bridgeUrl,
    getToken: async () => '',
    clock,
    entraBearer: () => () => ({ outcome: 'authenticated' }),
    log: pinoLog('silent', { write: () => undefined }),
  });
  let sessions = 0;
  return {
    platform,
    liveChat,
    check,
    ...(feed && { feed }),
    async opened(start = {}) {
      const id = sessionId(`hs_${++sessions}`);
      const outcome = await liveChat.start(
        {
          sessionId: id,
          customer: { id: 'c1', name: 'Anna' },
          channel: channelId('msteams'),
          transcript: [],
          firstWords: 'My invoice is wrong',
          ...start,
        },
        { key: `start-${sessions}`, mayHaveArrived: false },
      );
      if (outcome.outcome !== 'opened') throw new Error(`the conversation was ${outcome.outcome}`);
      return { sessionId: id, liveChatId: outcome.liveChatId };
    },
    stop: () => platform.stop(),
  };
}
