import { openingsTold } from '../history/read/read-copilot-studio.ts';
import type { Sources } from '../history/read/sources.ts';
import { marksOf } from './marks.ts';
import { masking } from './mask.ts';
import { stepsToLiveChat, stepsToTeams } from './read-from-bridge.ts';
import { stepsOfAgents, stepsOfCustomers, stepsToCopilot } from './read-participants.ts';
import { stepsToBridge } from './read-to-bridge.ts';
import { withRepeats } from './repeats.ts';
import type { Mark, Step } from './step.ts';

export interface Sequence {
  /** In the order of time. */
  readonly steps: readonly Step[];
  readonly marks: readonly Mark[];
}

export interface SequenceOptions {
  /** Blotted out wherever they turn up; what looks like a token is blotted out anyway. */
  readonly secrets?: readonly string[];
  /** Conversations by their live chats, where that was told before the watch began. */
  readonly conversations?: ReadonlyMap<string, string>;
}

/** What all systems saw, as arrows between lifelines. */
export function sequenceOf(
  sources: Sources,
  { secrets = [], conversations = new Map() }: SequenceOptions = {},
): Sequence {
  const { proxies } = sources;
  const toLiveChat = stepsToLiveChat(proxies?.toLiveChat ?? [], sources);
  const found = [
    ...stepsToBridge([...(proxies?.toBridge ?? []), ...sources.liveChat.kept], sources),
    ...stepsToTeams(proxies?.toTeams ?? [], sources),
    ...toLiveChat.map(({ step, customerId }) => ({ ...step, ...conversationOf(sources, customerId) })),
    ...stepsToCopilot(sources),
    ...stepsOfCustomers(sources),
    ...stepsOfAgents(sources),
  ];
  const sorted = found.toSorted((a, b) => a.at - b.at);
  const mask = masking(secrets);
  return {
    steps: withRepeats(withConversations(sorted, sources, conversations)).map((step) => masked(step, mask)),
    marks: marksOf(sources.noted).toSorted((a, b) => a.at - b.at),
  };
}

/** The steps of one conversation alone, and the marks, which concern all of them. */
export function ofConversation({ steps, marks }: Sequence, conversationId: string): Sequence {
  return { steps: steps.filter((step) => step.conversationId === conversationId), marks };
}

function conversationOf({ teams }: Sources, customerId: string | undefined): Pick<Step, 'conversationId'> {
  if (customerId === undefined) return {};
  const chat = teams.chats.find(
    ({ customer }) => customer.aadObjectId === customerId || customer.id === customerId,
  );
  return chat ? { conversationId: chat.conversationId } : {};
}

/** The live chat knows no conversation of the customer's, so its steps learn theirs from those that name both. */
function withConversations(
  steps: readonly Step[],
  sources: Sources,
  known: ReadonlyMap<string, string>,
): readonly Step[] {
  const conversations = new Map(known);
  for (const { liveChatId, conversationId } of openingsTold(sources)) {
    conversations.set(liveChatId, conversationId);
  }
  for (const { liveChatId, conversationId } of steps) {
    if (liveChatId !== undefined && conversationId !== undefined)
      conversations.set(liveChatId, conversationId);
  }
  return steps.map((step) => {
    const conversationId = step.conversationId ?? conversations.get(step.liveChatId ?? '');
    return conversationId === undefined ? step : { ...step, conversationId };
  });
}

function masked(step: Step, mask: (text: string) => string): Step {
  const { wire } = step;
  if (!wire) return { ...step, label: mask(step.label) };
  const { method, path, request, answer } = wire;
  return {
    ...step,
    label: mask(step.label),
    wire: {
      method,
      path: mask(path),
      request: mask(request),
      ...(answer && { answer: { status: answer.status, body: mask(answer.body) } }),
    },
  };
}
