import { personName, plainText } from '../../../../domain/plain-text.ts';
import type { Activity, ListedMessage } from '../wire.ts';
import { markdownText } from './markdown-text.ts';

type Words = Pick<ListedMessage & Activity, 'text' | 'attachments'> & {
  readonly textformat?: string | undefined;
};

/** What the customer sees of a message: its text without marks, and the names of its files, which are not passed on. */
export function shownText({ text = '', attachments = [], textformat }: Words): string {
  const plain = textformat?.toLowerCase() === 'plain' ? text : markdownText(text);
  const files = attachments.map(({ name }) => `[${personName(name, '…')}]`);
  return plainText([plain, ...files].filter((line) => line.trim() !== '').join('\n'));
}

/** Whether the words are no agent's: Dynamics marks them, or names no sender. */
export function isAutomatic({ from, channeldata = {} }: Activity): boolean {
  const mark = channeldata['messagingapi-oc'];
  const isMarked = typeof mark === 'object' && mark !== null && Object.values(mark).some(isAutomatedMessage);
  const isUnnamed = from?.id === undefined && (from?.name ?? '').trim() === '';
  return isMarked || isUnnamed || from?.role?.toLowerCase() === 'bot';
}

const isAutomatedMessage = (value: unknown): boolean =>
  typeof value === 'string' && value.toLowerCase() === 'automatedmessage';

const eventText = /^EventName:\s*[*_\s]*([a-z\d]+)/i;

/** The name of the event that an activity tells, whatever its type; absent for words. */
export function eventNameOf({ name, text }: Activity): string | undefined {
  const given = name?.trim() ?? '';
  return given === '' ? eventText.exec(text ?? '')?.[1] : given;
}

/** Absent where Dynamics does not say who it is. */
export const agentNameOf = ({ from }: Activity): string | undefined =>
  personName(from?.name, '') || undefined;
