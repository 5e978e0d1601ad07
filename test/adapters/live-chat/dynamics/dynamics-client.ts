import { messagingApi } from '../../../../src/adapters/live-chat/dynamics/api.ts';
import { dataverseAvailability } from '../../../../src/adapters/live-chat/dynamics/availability.ts';
import { dynamicsLiveChat } from '../../../../src/adapters/live-chat/dynamics/client.ts';
import { listMessages } from '../../../../src/adapters/live-chat/dynamics/messages.ts';
import type {
  LiveChat,
  LiveChatMessage,
  LiveChatStart,
} from '../../../../src/application/ports/live-chat.ts';
import { channelId, liveChatId, sessionId } from '../../../../src/domain/ids.ts';

export const orgId = '5f1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9';
export const channel = '0d9f1f6e-2c1b-4b8e-9d3c-6f0a5b7c8d9e';
export const conversation = 'c2b7a1d4-0e5f-4f6a-8b9c-7d8e9f0a1b2c';
export const session = sessionId('hs_4f0c0c7e-1d2e-4f3a-8b4c-5d6e7f8a9b0c');

export const bareStart: LiveChatStart = {
  sessionId: session,
  channel: channelId('msteams'),
  customer: { id: 'a', name: 'Anna' },
  transcript: [],
};

export const wordsOf = (text: string): LiveChatMessage => ({
  sessionId: session,
  liveChatId: liveChatId(conversation),
  messageId: 'm',
  text,
  sender: 'Anna',
  at: Date.now(),
  kind: 'customer',
});

interface AdapterOptions {
  /** The second one where the first is refused. */
  readonly tokens?: readonly string[];
  /** Asks the same host for availability. */
  readonly refusesWithoutAgents?: boolean;
}

export function adapterFor(
  baseUrl: string,
  { tokens = ['token'], ...options }: AdapterOptions = {},
): LiveChat {
  const getToken = (_: string, refused?: string) => tokens[refused === undefined ? 0 : 1] ?? tokens[0] ?? '';
  const call = messagingApi({ baseUrl, orgId, channelId: channel, scope: 'x/.default', getToken });
  const parts = { channelId: channel, call, list: listMessages(call) };
  const { refusesWithoutAgents } = options;
  if (refusesWithoutAgents === undefined) return dynamicsLiveChat(parts);
  const asked = { orgUrl: baseUrl, liveWorkStreamId: orgId, refusesWithoutAgents, getToken };
  const availability = { ask: dataverseAvailability(asked), refusesWithoutAgents };
  return dynamicsLiveChat({ ...parts, availability });
}
