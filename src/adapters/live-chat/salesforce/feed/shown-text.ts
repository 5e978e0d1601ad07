import { personName, plainText } from '../../../../domain/plain-text.ts';
import type { AbstractMessage } from '../wire.ts';

/** What the customer sees of a message: its text, the names of its files, which are not passed on, a link, or a list to choose from. */
export function shownText({ staticContent, choices }: AbstractMessage): string {
  const { text, attachments = [], linkItem } = staticContent ?? {};
  const lines = [
    text ?? linkItem?.titleItem?.title,
    linkItem?.url,
    ...attachments.map(({ name }) => `[${personName(name, '…')}]`),
    choices?.text ?? choices?.title?.title,
    ...(choices?.optionItems ?? []).map(({ titleItem }) => titleItem?.title && `- ${titleItem.title}`),
  ];
  return plainText(lines.filter((line) => line !== undefined && line.trim() !== '').join('\n'));
}
