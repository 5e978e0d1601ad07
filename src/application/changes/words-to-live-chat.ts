import type { Briefing } from '../../domain/briefing.ts';
import type { CustomerSaid, HandoffRequested } from '../../domain/events.ts';
import { fill } from '../../domain/fill-sentence.ts';
import type { HandoffSession } from '../../domain/handoff-session.ts';
import type { Transcript } from '../../domain/transcript.ts';
import type { LiveChat, LiveChatCapabilities } from '../ports/live-chat.ts';
import type { ToLiveChat } from '../ports/outbox.ts';
import type { Sentences } from '../sentences.ts';

/** What a live chat can take, and what we say there in our own name. */
export interface LiveChatTraits {
  readonly capabilities: LiveChatCapabilities;
  /** A text in pieces that the live chat takes. */
  readonly splitForLiveChat: LiveChat['split'];
  readonly sentences: Sentences;
}

/** A notice to the agent; each piece of it is a message of its own. */
export const noticeToAgent = (text: string, { splitForLiveChat }: LiveChatTraits): readonly ToLiveChat[] =>
  splitForLiveChat(text).map((piece) => ({ kind: 'notice', text: piece }));

interface Words {
  readonly id: string;
  readonly text: string;
  readonly sender: string;
}

/** Words of a person; the first piece has their id, each other one an id that follows from it. */
const said = ({ id, text, sender }: Words, { splitForLiveChat }: LiveChatTraits): readonly ToLiveChat[] =>
  splitForLiveChat(text).map((piece, index) => ({
    kind: 'say',
    messageId: pieceId(id, index),
    text: piece,
    sender,
  }));

const pieceId = (id: string, index: number): string => (index === 0 ? id : `${id}-part-${index + 1}`);

/** The request for an agent, and of the briefing as messages what the start cannot carry. */
export function askForAgent(event: HandoffRequested, traits: LiveChatTraits): readonly ToLiveChat[] {
  const { customer, problem, transcript, context } = event;
  const { capabilities, sentences } = traits;
  const carries = (field: keyof Briefing): boolean => capabilities.startCarries.includes(field);
  const [firstWords, ...more] = openingWords(event, traits);
  const told: ToLiveChat[] = [
    {
      kind: 'start',
      customer,
      ...(firstWords !== undefined && { firstWords }),
      transcript: carries('transcript') ? transcript : [],
      ...(problem !== undefined && carries('problem') && { problem }),
      ...(context && carries('context') && { context }),
    },
  ];
  if (transcript.length > 0 && !carries('transcript')) {
    told.push(...noticeToAgent(`${sentences.deskTranscript}\n${transcriptText(transcript)}`, traits));
  }
  if (context && !carries('context')) {
    told.push(...noticeToAgent(`${sentences.deskContext} ${JSON.stringify(context)}`, traits));
  }
  const isSaid = problem === undefined || carries('problem') || firstWords !== undefined;
  if (!isSaid) told.push(...said({ id: 'problem', text: problem, sender: customer.name }, traits));
  told.push(...more);
  return told;
}

/** A transcript as plain text, one line each, for live chats that take nothing but text. */
const transcriptText = (transcript: Transcript): string =>
  transcript.map(({ from, text }) => `${from}: ${text}`).join('\n');

/** The words that open a live chat which needs some: the problem, or a sentence of ours; what is too long for one goes after it. */
function openingWords(
  { customer, problem }: HandoffRequested,
  traits: LiveChatTraits,
): readonly [firstWords?: string, ...more: readonly ToLiveChat[]] {
  const { capabilities, sentences } = traits;
  if (!capabilities.needsFirstWords) return [];
  const text = problem ?? fill(sentences.deskFirstWords, { customer: customer.name });
  const [first, ...more] = said({ id: 'problem', text, sender: customer.name }, traits);
  return first?.kind === 'say' ? [first.text, ...more] : [];
}

/** The typed words carry the id of the message; what we add to them has one of its own. */
export function customerWords(
  event: CustomerSaid,
  { customer }: HandoffSession,
  traits: LiveChatTraits,
): readonly ToLiveChat[] {
  const { messageId, text, heading, enclosed, problem, bystander: speaker = customer.name } = event;
  const own = saidAs(messageId);
  const told: ToLiveChat[] = [];
  const tell = (id: string, words: string | undefined, sender = speaker): void => {
    if (words !== undefined) told.push(...said({ id, text: words, sender }, traits));
  };
  tell(`${messageId}-problem`, problem === text ? undefined : problem, customer.name);
  tell(`${messageId}-heading`, heading);
  tell(own, text === '' ? undefined : text);
  tell(text === '' ? own : `${messageId}-enclosed`, enclosed);
  return told;
}

/** The channel's own id of a message, unless it reads like one that we make of it. */
const saidAs = (messageId: string): string =>
  /(^|-)(problem|heading|enclosed|part-\d+)(-said)*$/.test(messageId) ? `${messageId}-said` : messageId;
