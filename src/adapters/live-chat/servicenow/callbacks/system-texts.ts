import type { EndCause } from '../../../../application/ports/inbound.ts';

/** What a system text tells, beside its words. */
type Told =
  | { readonly type: 'joined' | 'left'; readonly agentName: string }
  | { readonly type: 'ended'; readonly cause?: EndCause };

/**
 * Only the words of a system text say what happened. These are the texts of an instance in English as ServiceNow documents them, but
 * for the one of an agent who leaves, which is made after them; an instance may have others, in other languages, which then are words
 * for the customer and nothing more.
 */
export function toldBySystemText(text: string): Told | undefined {
  const line = text.replace(/\s+/g, ' ').trim();
  const [, agentName = '', verb] = /^(.{1,256}) has (entered|left) the chat\.?$/i.exec(line) ?? [];
  if (verb !== undefined) return { type: verb.toLowerCase() === 'left' ? 'left' : 'joined', agentName };
  if (/ has closed the support session\b/i.test(line)) return { type: 'ended', cause: 'agent' };
  if (/^the support session was closed\b/i.test(line)) return { type: 'ended' };
  if (/\b(has|was|is) (been )?timed out\b/i.test(line)) return { type: 'ended', cause: 'idle' };
  return undefined;
}

/** As an instance says it that no agent is there, unless its administrators have written another text. */
export const saysNoAgents = (text: string): boolean =>
  /\bno (live )?agents\b.{0,40}\bavailable\b/i.test(text);
