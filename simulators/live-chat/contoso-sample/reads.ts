import { z } from 'zod';
import {
  jsonIn,
  type SeenExchange,
  type ToldByVendor,
  type ToldToVendor,
  type WireReader,
} from '../wire-reader.ts';

/** What the wire of the shipped sample's live chat says. */
export const contosoSampleWire: WireReader = {
  request: toldTo,
  callback: toldBy,
  // A repeat would be seen twice.
  isKnownByStatus: ({ step }) => step === 'say',
};

const named = z.object({ conversationId: z.string() });
const receiveBody = z.object({
  conversationId: z.string(),
  message: z.string(),
  sender: z.string().optional(),
});

/** Who sends notices to a live chat that knows no other kind of message than words. */
export const noticeSender = 'Handoff Bridge';

function toldTo({ path, body, answer = '' }: SeenExchange): ToldToVendor | undefined {
  switch (/^\/api\/chat\/([^/?]+)/.exec(path)?.[1]) {
    case 'start': {
      const liveChatId = named.safeParse(jsonIn(answer)).data?.conversationId;
      return { step: 'start', ...(liveChatId !== undefined && { liveChatId }) };
    }
    case 'receive': {
      const said = receiveBody.safeParse(jsonIn(body)).data;
      if (!said) return undefined;
      const { conversationId: liveChatId, message: text, sender } = said;
      return { step: 'say', liveChatId, text, kind: sender === noticeSender ? 'notice' : 'customer' };
    }
    case 'end': {
      const end = named.safeParse(jsonIn(body)).data;
      return end && { step: 'end', liveChatId: end.conversationId };
    }
    default:
      return undefined;
  }
}

const callback = z.object({
  ConversationId: z.string(),
  Id: z.string(),
  Message: z.string(),
  Sender: z.string().nullish(),
});

/** Its desk has no other callbacks than words. */
function toldBy({ path, body }: SeenExchange): readonly ToldByVendor[] {
  if (!/^\/api\/livechat\/messages(\?|$)/.test(path)) return [];
  const said = callback.safeParse(jsonIn(body)).data;
  if (!said) return [];
  const { ConversationId: liveChatId, Id: messageId, Message: text, Sender: agentName } = said;
  return [{ type: 'message', liveChatId, messageId, text, ...(agentName && { agentName }) }];
}
