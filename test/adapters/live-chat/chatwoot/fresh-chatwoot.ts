import {
  type LiveChat as Simulator,
  startLiveChat,
} from '../../../../simulators/live-chat/start-live-chat.ts';
import { chatwootApi } from '../../../../src/adapters/live-chat/chatwoot/api.ts';
import { chatwootLiveChat } from '../../../../src/adapters/live-chat/chatwoot/client.ts';
import type { LiveChat, LiveChatStart, OpenLiveChat } from '../../../../src/application/ports/live-chat.ts';
import { channelId, sessionId } from '../../../../src/domain/ids.ts';
import { firstAttempt } from '../../../contracts/live-chat-attempt.ts';

export const inboxIdentifier = 'simulatedApiInbox0000001';
const token = 'an-agents-token-of-this-test';

export interface AdapterOptions {
  readonly hasToken?: boolean;
  readonly hmacToken?: string;
  readonly token?: string;
  readonly now?: number;
}

/** An adapter as a process has it that has just started: nothing of what was done before is known to it. */
export function adapterOf(baseUrl: string, options: AdapterOptions = {}): LiveChat {
  const { hasToken = false, hmacToken, now } = options;
  const agent = { token: options.token ?? token, accountId: '1' };
  const api = chatwootApi({ baseUrl, inboxIdentifier, ...(hasToken && { agent }) });
  return chatwootLiveChat({ api, now: () => now ?? Date.now(), ...(hmacToken && { hmacToken }) });
}

export const simulatedChatwoot = (): Promise<Simulator> => startLiveChat({ kind: 'chatwoot', apiKey: token });

export const anna: LiveChatStart = {
  sessionId: sessionId('hs_1'),
  customer: { id: 'c1', name: 'Anna', locale: 'de-AT' },
  channel: channelId('msteams'),
  transcript: [],
};

export async function opened(liveChat: LiveChat, start = anna): Promise<OpenLiveChat> {
  const outcome = await liveChat.start(start, firstAttempt('start'));
  if (outcome.outcome !== 'opened') throw new Error(`the conversation was ${outcome.outcome}`);
  return { sessionId: start.sessionId, liveChatId: outcome.liveChatId };
}

export const words = (chat: OpenLiveChat, text: string, at = Date.now()) =>
  ({ ...chat, messageId: `m ${text}`, text, sender: 'Anna', at, kind: 'customer' }) as const;

export const notice = (chat: OpenLiveChat, text: string) =>
  ({ ...chat, messageId: 'n1', text, sender: 'Handoff Bridge', at: Date.now(), kind: 'notice' }) as const;
