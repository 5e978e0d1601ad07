import { stringify } from 'yaml';
import { chatsNamed } from '../../history/read/chats-named.ts';
import { seenIn } from '../../history/read/seen.ts';
import type { Sources } from '../../history/read/sources.ts';
import type { ToldByVendor } from '../../live-chat/wire-reader.ts';
import { schemaLine } from '../language/schema-line.ts';
import { readInTeams } from '../play/actions/participants.ts';

interface Recorded {
  readonly at: number;
  readonly step: Readonly<Record<string, unknown>>;
}

interface RecordOptions {
  /** Where the story is kept, which its editor has to know. */
  readonly file: string;
  readonly title: string;
  readonly why: string;
}

/** Silence from which on it is a part of the story, in milliseconds. */
const shortestWaitMs = 60_000;

/**
 * What people did and saw, as a story that can be played again. Agents' acts are known from what the live chat told the
 * bridge, so there has to be a proxy on that way.
 */
export function storyOf(sources: Sources, { file, title, why }: RecordOptions): string {
  const isAlone = sources.teams.chats.filter(({ messages }) => messages.length > 0).length <= 1;
  const done = [...byCustomers(sources, isAlone), ...byAgents(sources, isAlone), ...readByAgents(sources)];
  const sorted = done.toSorted((a, b) => a.at - b.at);
  const steps = sorted.flatMap(({ at, step }, index) => {
    const pauseMs = at - (sorted[index - 1]?.at ?? at);
    return pauseMs < shortestWaitMs ? [step] : [{ wait: `${Math.floor(pauseMs / 60_000)} min` }, step];
  });
  return `${schemaLine(file)}${stringify({ story: title, why, steps }, { lineWidth: 110 })}`;
}

/** What customers wrote, and what they read. */
function byCustomers({ teams }: Sources, isAlone: boolean): readonly Recorded[] {
  return teams.chats.flatMap(({ customer, messages }) => {
    const who = isAlone ? 'customer' : `customer ${customer.name}`;
    return messages.map(({ id, at, from, text }): Recorded => {
      const [read] = readInTeams({ messages: [{ id, from, text }] });
      if (!read) return { at: Date.parse(at), step: { [`${who} says`]: text } };
      const seen = read.from === undefined ? read.text : { text: read.text, from: read.from };
      return { at: Date.parse(at), step: { [`${who} sees`]: seen } };
    });
  });
}

/** What customers wrote and the bridge told, as agents read it. */
function readByAgents({ liveChat }: Sources): readonly Recorded[] {
  return liveChat.chats.flatMap((chat) => {
    const agent = chat.messages.findLast(({ from }) => from === 'agent')?.sender;
    return chat.messages
      .filter(({ from, earlier }) => earlier !== true && (from === 'customer' || from === 'notice'))
      .map(
        ({ at, text }): Recorded => ({
          at: Date.parse(at),
          step: {
            [liveChat.chats.length > 1 && agent !== undefined ? `agent ${agent} sees` : 'agent sees']: text,
          },
        }),
      );
  });
}

/** Each callback once: a live chat repeats those that did not get through. */
function byAgents({ proxies, liveChat }: Sources, isAlone: boolean): readonly Recorded[] {
  const known = new Set<string>();
  const chatOf = chatsNamed({ liveChat });
  return (proxies?.toBridge ?? []).flatMap((exchange): readonly Recorded[] =>
    liveChat.reads.callback(seenIn(exchange)).flatMap((told): readonly Recorded[] => {
      const chatId = chatOf(told);
      const { messageId = `${exchange.number}` } = told;
      const chat = liveChat.chats.find(({ id }) => id === chatId);
      // One request may tell of several chats, of which not all may be in the story.
      if (!chat || known.has(messageId)) return [];
      known.add(messageId);
      // What an act leads to may be noted in the same millisecond, and comes after it.
      return [{ at: exchange.at - 0.5, step: actionOf(told, isAlone ? undefined : chat.customerName) }];
    }),
  );
}

function actionOf(
  { type, text, agentName, queuePosition }: ToldByVendor,
  customer: string | undefined,
): Recorded['step'] {
  const agent = customer === undefined || agentName === undefined ? 'agent' : `agent ${agentName}`;
  switch (type) {
    case 'message':
      return { [`${agent} says`]: text };
    case 'agent-joined':
      return customer === undefined ? { 'agent joins': agentName } : { [`${agent} joins`]: customer };
    case 'agent-transferred':
      return { 'agent transfers to': agentName };
    case 'queue-position':
      return { 'queue position is': queuePosition };
    case 'session-ended':
      return { [`${agent} ends`]: text ?? null };
    case 'typing':
      return { [`${agent} types`]: null };
    case 'agent-left':
      return { [`${agent} leaves`]: null };
  }
}
