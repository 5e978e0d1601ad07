import { plainText } from '../../../../domain/plain-text.ts';
import type { EventContent } from './event-wire.ts';

/**
 * What an agent's message says as plain text: its words, then the address of a file, then the links of its buttons. Empty where
 * it says nothing that a text can carry, as a form does.
 */
export function wordsOf(content: EventContent): string {
  const { text, markdownText, htmlText, altText, mediaUrl, actions = [] } = content;
  const links = actions.map((action) => lineOf(action.text, action.uri));
  const words = text ?? markdownText ?? (htmlText === undefined ? altText : withoutTags(htmlText));
  return [words, mediaUrl, ...links]
    .map((part) => plainText(part ?? '').trimEnd())
    .filter((part) => part !== '')
    .join('\n');
}

const lineOf = (text: string | undefined, uri: string | undefined): string =>
  [text, uri].filter((part) => part !== undefined && part !== '').join(': ');

/** Zendesk sends HTML beside the text; where it is alone, its words have to do. */
function withoutTags(html: string): string {
  const lines = html.replaceAll(/<br\s*\/?>|<\/(p|div|li)>/gi, '\n').replaceAll(/<[^<>]*>/g, '');
  return lines.replaceAll(/&(lt|gt|quot|#39|nbsp|amp);/g, (entity) => entities.get(entity) ?? entity);
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&nbsp;', ' '],
  ['&amp;', '&'],
]);
