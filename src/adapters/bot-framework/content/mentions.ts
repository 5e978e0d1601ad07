import { personName } from '../../../domain/plain-text.ts';
import type { InboundActivity } from '../inbound-activity.ts';
import { fieldsIn } from '../json-fields.ts';

/** So many different mentions of one message at most are read; Teams takes fewer. */
const maxMentions = 100;
const tag = /^<at\b[^<>]*>(.*)<\/at>$/is;

interface Mention {
  /** How it stands in the text, with its tags. */
  readonly written: string;
  readonly name: string;
  readonly isOwn: boolean;
}

/**
 * A text with its mentions as they are read: `@Name`. A mention of the copilot in front of the words is left out, since it
 * only says who is meant. Tags that no entity names were typed, and stay.
 */
export function readMentions(
  text: string,
  { entities = [] }: InboundActivity,
  ownIds: ReadonlySet<string>,
): string {
  if (entities.length === 0 || !text.includes('<')) return text;
  const mentions = mentionsIn(entities, ownIds);
  let parts: readonly (string | Mention)[] = [text];
  for (const mention of mentions) parts = parts.flatMap((part) => cutAt(mention, part));
  const words = withoutOwnInFront(parts);
  return (words.length > 0 ? words : parts)
    .map((part) => (typeof part === 'string' ? part : `@${part.name}`))
    .join('');
}

function mentionsIn(entities: readonly unknown[], ownIds: ReadonlySet<string>): readonly Mention[] {
  const found = new Map<string, Mention>();
  for (const entity of entities) {
    const { type, text, mentioned } = fieldsIn(entity);
    if (type !== 'mention' || typeof text !== 'string' || found.size >= maxMentions) continue;
    const shown = tag.exec(text)?.[1];
    if (shown === undefined) continue;
    const { id, name } = fieldsIn(mentioned);
    const isOwn = typeof id === 'string' && ownIds.has(id);
    const known = typeof name === 'string' ? name : undefined;
    found.set(text, { written: text, name: personName(shown, personName(known, 'unknown')), isOwn });
  }
  return [...found.values()];
}

function cutAt(mention: Mention, part: string | Mention): readonly (string | Mention)[] {
  if (typeof part !== 'string' || !part.includes(mention.written)) return [part];
  return part.split(mention.written).flatMap((words, place) => (place === 0 ? [words] : [mention, words]));
}

/** What is left after mentions of the copilot at the beginning; nothing when there is nothing else. */
function withoutOwnInFront(parts: readonly (string | Mention)[]): readonly (string | Mention)[] {
  let start = 0;
  let hasOwn = false;
  for (; start < parts.length; start++) {
    const part = parts[start];
    if (typeof part === 'object' && part.isOwn) hasOwn = true;
    else if (typeof part !== 'string' || !isBlank(part)) break;
  }
  if (!hasOwn) return parts;
  const [first, ...rest] = parts.slice(start);
  if (first === undefined) return [];
  return typeof first === 'string' ? [first.replace(leadingBlanks, ''), ...rest] : [first, ...rest];
}

/** Teams puts a space between a mention and the words that does not break the line, in either spelling. */
const leadingBlanks = /^(?:\s|&nbsp;)+/;
const isBlank = (text: string): boolean => text.replace(leadingBlanks, '') === '';
