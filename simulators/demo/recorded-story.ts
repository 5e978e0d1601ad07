import type { Sources } from '../history/read/sources.ts';
import { sequenceOf } from '../sequence/steps.ts';
import { storyOf } from '../simulate/record/story-of-sources.ts';

export interface Skip {
  /** By the machine's clock, in milliseconds since 1970. */
  readonly at: number;
  readonly ms: number;
}

interface RecordedOptions {
  readonly conversationId: string;
  /** What was let pass of the bridge's time: it becomes a wait. */
  readonly skips: readonly Skip[];
}

/** What people did and read in one conversation, as a scenario; undefined when it has no messages. */
export function recordedStory(
  sources: Sources,
  { conversationId, skips }: RecordedOptions,
): string | undefined {
  const chat = sources.teams.chats.find((each) => each.conversationId === conversationId);
  if (!chat || chat.messages.length === 0) return undefined;
  const { steps } = sequenceOf(sources);
  const mine = steps.filter((step) => step.conversationId === conversationId);
  const liveChats = new Set(mine.flatMap(({ liveChatId }) => liveChatId ?? []));
  // A request that tells several things makes a step of each: in-7, in-7.1.
  const numbers = new Set(mine.map(({ id }) => id.replace(/\..*/, '')));
  const later = (at: number): number =>
    skips.filter((skip) => skip.at <= at).reduce((sum, { ms }) => sum + ms, at);
  const laterIso = (at: string): string => new Date(later(Date.parse(at))).toISOString();
  const moved = <Said extends { readonly at: string }>(said: Said): Said => ({
    ...said,
    at: laterIso(said.at),
  });
  const toBridge = (sources.proxies?.toBridge ?? [])
    .filter(({ number }) => numbers.has(`in-${number}`))
    .map((exchange) => ({ ...exchange, at: later(exchange.at) }));
  return storyOf(
    {
      ...sources,
      teams: { ...sources.teams, chats: [{ ...chat, messages: chat.messages.map(moved) }] },
      liveChat: {
        ...sources.liveChat,
        chats: sources.liveChat.chats
          .filter(({ id }) => liveChats.has(id))
          .map((each) => ({ ...each, messages: each.messages.map(moved) })),
      },
      proxies: { toBridge, toTeams: [], toLiveChat: [] },
    },
    {
      file: 'my-stories/recorded.yaml',
      title: `A conversation with ${chat.customer.name}`,
      why: 'Say here why it matters.',
    },
  );
}
