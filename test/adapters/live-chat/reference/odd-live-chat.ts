import { afterAll, beforeAll } from 'vitest';
import { referenceLiveChat } from '../../../../src/adapters/live-chat/reference/client.ts';
import type { LiveChat } from '../../../../src/application/ports/live-chat.ts';
import { channelId, liveChatId, sessionId } from '../../../../src/domain/ids.ts';
import { firstAttempt } from '../../../contracts/live-chat-attempt.ts';
import { type OddServer, oddServer } from '../../http/client/odd-server.ts';

export const callbackUrl = 'https://bridge.example/api/messages/proactive';

const chat = { sessionId: sessionId('hs_1'), liveChatId: liveChatId('lc_1') };
export const at = Date.parse('2026-01-02T03:04:05.678Z');
export const bare = {
  sessionId: chat.sessionId,
  channel: channelId('web-chat'),
  customer: { id: 'aad-1', name: 'Anna', locale: 'de-DE' },
  transcript: [],
};
export const message = { ...chat, messageId: 'm-1', text: 'Hi', sender: 'Anna', at } as const;

/** The client of the reference contract before a server that answers as a test says, for the tests of a file. */
export function oddLiveChat() {
  let server: OddServer;
  let liveChat: LiveChat;
  beforeAll(async () => {
    server = await oddServer();
    liveChat = referenceLiveChat({ baseUrl: server.url, callbackUrl, getBearer: async () => 'the-key' });
  });
  afterAll(() => server.stop());
  return {
    get server() {
      return server;
    },
    get liveChat() {
      return liveChat;
    },
    start: () => liveChat.start(bare, firstAttempt('key-1')),
    end: () => liveChat.end(chat, 'customer', firstAttempt('key-3')),
  };
}
