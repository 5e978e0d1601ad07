import type { EndCause } from '../../../application/ports/inbound.ts';

/** What a system text tells, beside its words. */
type Told =
  | { readonly type: 'joined'; readonly agentName: string }
  | { readonly type: 'ended'; readonly cause: EndCause };

/**
 * Only the words of a system text say what happened. These are the texts of an instance in English as ServiceNow documents them; an
 * instance may have others, in other languages, which then are words for the customer and nothing more.
 */
export function toldBySystemText(text: string): Told | undefined {
  const line = text.replace(/\s+/g, ' ').trim();
  const name = /^(.{1,256}) has entered the chat\.?$/i.exec(line)?.[1];
  if (name !== undefined) return { type: 'joined', agentName: name };
  if (/ has closed the support session\b|^the support session was closed\b/i.test(line))
    return { type: 'ended', cause: 'agent' };
  if (/\b(has|was|is) (been )?timed out\b/i.test(line)) return { type: 'ended', cause: 'idle' };
  return undefined;
}

/** The text with which an instance says that no agent is there, unless its administrators have written another one. */
export const saysNoAgents = (text: string): boolean =>
  /\bno (live )?agents? (is|are) available\b/i.test(text);
