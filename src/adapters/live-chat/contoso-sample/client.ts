import type { LiveChat, LiveChatCapabilities } from '../../../application/ports/live-chat.ts';
import { liveChatId } from '../../../domain/ids.ts';
import type { HttpOutcome } from '../../http/client/http-outcome.ts';
import { jsonHeaders, sendHttpRequest } from '../../http/client/http-request.ts';
import type { NoteRefusal } from '../../http/client/peer-refusals.ts';
import { type Answer, endDelivery, sayDelivery, startOutcome } from '../outcomes.ts';
import { type EndBody, endAnswer, type ReceiveBody, receiveAnswer, startAnswer } from './wire.ts';

export interface ContosoSampleClientSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Sees every answer and logs refusals. Default: none. */
  readonly noteRefusal?: NoteRefusal;
}

const timeoutMs = 10_000;

export const contosoSampleCapabilities: LiveChatCapabilities = {
  startCarries: [],
  needsFirstWords: false,
  startIsRepeatable: false,
  sayIsRepeatable: false,
  afterEnd: 'refuses',
  typing: false,
};

/**
 * The live chat of Microsoft's shipped sample. It cannot tell repeats: a start that may have been carried out is not
 * repeated, and a message that may have arrived can be seen twice.
 */
export function contosoSampleLiveChat({ baseUrl, noteRefusal }: ContosoSampleClientSettings): LiveChat {
  const post = async (path: string, key: string, body?: ReceiveBody | EndBody): Promise<HttpOutcome> => {
    const result = await sendHttpRequest({
      method: 'POST',
      url: `${baseUrl}/api/chat/${path}`,
      headers: jsonHeaders,
      ...(body && { body: JSON.stringify(body) }),
      timeoutMs,
    });
    noteRefusal?.(result, { route: path, message: key, ...(body && { body }) });
    return result;
  };
  return {
    id: 'contoso-sample',
    capabilities: contosoSampleCapabilities,
    split: (text) => [text],
    typing: async () => {},
    start: async (_, { key }) => startOutcome(await post('start', key), opened),
    say: async ({ liveChatId: conversationId, text, sender }, { key }) =>
      sayDelivery(await post('receive', key, { conversationId, message: text, sender }), isTaken),
    end: async ({ liveChatId: conversationId }, _, { key }) =>
      endDelivery(await post('end', key, { conversationId }), isOver),
  };
}

function opened({ body }: Answer) {
  const answer = startAnswer.safeParse(body);
  if (!answer.success) return undefined;
  return { liveChatId: liveChatId(answer.data.conversationId), opening: { as: 'queued' as const } };
}

/** A message whose repeat would be seen twice is not repeated because the answer broke off after its status. */
const isTaken = ({ body, isCut, isPage }: Answer): boolean =>
  receiveAnswer.safeParse(body).success || (isCut === true && !isPage);

const isOver = ({ body }: Answer): boolean => endAnswer.safeParse(body).success;
