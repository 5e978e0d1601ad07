import { plainText } from '../../../domain/plain-text.ts';
import type { NormalizedMessage } from './wire.ts';

/** What the customer reads of a message. */
export interface Words {
  /** The same in the webhook and in a look-up. */
  readonly id: string;
  readonly text: string;
  /** A flow's or a bot's, and no agent's. */
  readonly isAutomatic: boolean;
}

/** The words of an agent or a flow, and the address of each file; absent where there is nothing to read. */
export function wordsOf({
  id,
  text = '',
  content = [],
  originatingEntity,
}: NormalizedMessage): Words | undefined {
  const files = content.flatMap(({ attachment }) => (isLink(attachment?.url) ? [attachment?.url ?? ''] : []));
  const said = [text.trim() === '' ? '' : plainText(text), ...files].filter((each) => each !== '').join('\n');
  if (id === undefined || said === '') return undefined;
  return { id, text: said, isAutomatic: originatingEntity?.toLowerCase() === 'bot' };
}

const isLink = (url: string | undefined): boolean =>
  url !== undefined && /^https?:$/.test(URL.parse(url)?.protocol ?? '');
