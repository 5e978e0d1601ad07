import type { LiveChatStart } from '../../../../application/ports/live-chat.ts';
import { personName, plainText } from '../../../../domain/plain-text.ts';
import { eachUnit, splitText } from '../../../../domain/split-text.ts';
import type { Transcript } from '../../../../domain/transcript.ts';
import { type MessageBody, ownKey } from '../wire.ts';

/** Characters of a text message. */
export const textLimit = 4_096;

/** So many pieces of the transcript, and of the context, are sent with a start: each is a call. */
const maxPieces = 5;

/** Who says what we say in our own name. */
const ourName = 'Handoff Bridge';

export interface OpeningMessage {
  /** The same for each repeat, so that one that arrived is found. */
  readonly ownId: string;
  readonly body: MessageBody;
}

/**
 * What a conversation begins with, the customer's own words last: what came before their message is what the agent reads
 * first, and the newest message is what the ticket waits for.
 */
export function openingMessages(
  start: LiveChatStart & { readonly firstWords: string },
): readonly OpeningMessage[] {
  const { sessionId, customer, transcript, context, firstWords } = start;
  const earlier = transcript.length === 0 ? [] : newest(split(`Transcript:\n${linesOf(transcript)}`));
  const known = context === undefined ? [] : split(`Context: ${JSON.stringify(context)}`).slice(0, maxPieces);
  const ours = (part: string) => (text: string, index: number) =>
    messageOf(`${sessionId}.${part}.${index + 1}`, { type: 'business', displayName: ourName }, text);
  const displayName = personName(customer.name, 'Customer');
  return [
    ...earlier.map(ours('transcript')),
    ...known.map(ours('context')),
    messageOf(`${sessionId}.first`, { type: 'user', userExternalId: sessionId, displayName }, firstWords),
  ];
}

const messageOf = (ownId: string, author: MessageBody['author'], text: string): OpeningMessage => ({
  ownId,
  body: { author, content: { type: 'text', text }, metadata: { [ownKey]: ownId } },
});

const linesOf = (transcript: Transcript): string =>
  transcript.map(({ from, text }) => `${from}: ${plainText(text)}`).join('\n');

const split = (text: string): readonly string[] => splitText(text, textLimit, eachUnit);

/** The end of a long transcript, with a word of what is missing. */
function newest(pieces: readonly string[]): readonly string[] {
  if (pieces.length <= maxPieces) return pieces;
  return ['Transcript: the beginning is left out.', ...pieces.slice(1 - maxPieces)];
}
