import type { InboundActivity } from '../inbound-activity.ts';
import { fieldsIn } from '../json-fields.ts';
import { channelTable, type KnownChannel } from './channel-table.ts';

type Whence = Pick<InboundActivity, 'channelId' | 'entities'>;

/** Other names of channels in the table. */
const otherNames: Readonly<Record<string, KnownChannel>> = {
  m365extensions: channelTable['m365-copilot'],
  msteamsphone: channelTable.telephony,
};

const byName: ReadonlyMap<string, KnownChannel> = new Map(Object.entries({ ...channelTable, ...otherNames }));

/**
 * The channel that an activity comes from; absent when it is none that is known. Microsoft 365 Copilot inside of Teams calls itself
 * `msteams`, and names itself in an entity, which the Agents SDK appends to the name of the channel.
 */
export function knownChannel({ channelId, entities }: Whence): KnownChannel | undefined {
  const [name = '', product] = channelId.toLowerCase().split(':');
  const isCopilotChat = product === 'copilot' || entities?.some(isCopilot);
  return isCopilotChat ? channelTable['m365-copilot'] : byName.get(name);
}

function isCopilot(entity: unknown): boolean {
  const { type, id } = fieldsIn(entity);
  return type === 'ProductInfo' && typeof id === 'string' && id.toLowerCase() === 'copilot';
}
