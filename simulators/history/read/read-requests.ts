import { z } from 'zod';
import type { Exchange } from '../../faults/exchange.ts';
import type { OfType } from '../event.ts';
import { sentAt, sessionsOfAgents } from './connected-agent.ts';
import { foundOpen } from './read-copilot-studio.ts';
import type { Sources } from './sources.ts';

type Requested = OfType<'session-requested'>;

const requestBody = z.object({
  type: z.literal('event'),
  id: z.string().optional(),
  name: z.enum(['startConversation', 'endConversation']),
  conversation: z.object({ id: z.string() }),
  value: z.unknown().optional(),
});

const described = z.object({ ProblemDescription: z.string().nullish() });

/** When the copilot asked for an agent, as a proxy before the bridge saw it: the first time that each request came. */
export function requestsSent(exchanges: readonly Exchange[], sources: Sources): readonly Requested[] {
  const requests = exchanges
    .filter(({ path }) => /^\/api\/messages(\?|$)/.test(path))
    .flatMap(({ at, body }) => requestIn(json(body), at));
  return [...firstOfEach(requests, sources), ...requestsOfAgents(sources)];
}

const requestsOfAgents = (sources: Sources): readonly Requested[] =>
  sessionsOfAgents(sources).filter((event) => event.type === 'session-requested');

/** The same as Copilot Studio knows it. */
export function requestsCalled(sources: Sources): readonly Requested[] {
  const { skillCalls } = sources.copilotStudio;
  const requests = skillCalls.flatMap(({ activity, conversationId }) =>
    requestIn({ ...activity, conversation: { id: conversationId } }, sentAt(activity)),
  );
  return [...firstOfEach(requests, sources), ...requestsOfAgents(sources)];
}

/** `endConversation` that names a live chat is an end; otherwise the copilot's own turn ends, and it asks for an agent. */
function requestIn(body: unknown, at: number): readonly Requested[] {
  const request = requestBody.safeParse(body).data;
  if (!request || (request.name === 'endConversation' && namesLiveChat(request.value))) return [];
  const messageId = request.id === undefined ? {} : { messageId: request.id };
  const { ProblemDescription: problem } = described.safeParse(request.value).data ?? {};
  return [
    {
      type: 'session-requested',
      party: 'copilot',
      at,
      conversationId: request.conversation.id,
      ...messageId,
      ...(problem && { problem }),
    },
  ];
}

export const namesLiveChat = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'LiveChatConversationId' in value;

/** What found a session open asked for no other; a repeat asks for nothing. */
function firstOfEach(requests: readonly Requested[], sources: Sources): readonly Requested[] {
  const known = new Set(foundOpen(sources));
  return requests.filter(({ messageId }) => {
    if (messageId === undefined) return true;
    const isNew = !known.has(messageId);
    known.add(messageId);
    return isNew;
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON asks for nothing.
    return undefined;
  }
}
