import { plainText } from '../../../domain/plain-text.ts';
import type { EventContent } from './event-wire.ts';

/**
 * What an agent's message says as plain text: its words, then the address of a file, then the links of its buttons. Empty where
 * it says nothing that a text can carry, as a form does.
 */
export function wordsOf(content: EventContent): string {
  const { text, markdownText, altText, mediaUrl, actions = [] } = content;
  const links = actions.map((action) => lineOf(action.text, action.uri));
  return [text ?? markdownText ?? altText, mediaUrl, ...links]
    .map((part) => plainText(part ?? '').trimEnd())
    .filter((part) => part !== '')
    .join('\n');
}

const lineOf = (text: string | undefined, uri: string | undefined): string =>
  [text, uri].filter((part) => part !== undefined && part !== '').join(': ');
