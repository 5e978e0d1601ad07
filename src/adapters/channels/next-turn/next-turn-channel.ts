import type { CustomerChannel } from '../../../application/ports/customer-channel.ts';
import { awaitsNextTurn } from '../../../application/ports/delivery.ts';
import { channelId } from '../../../domain/ids.ts';
import { eachUnit, splitText } from '../../../domain/split-text.ts';
import type { ActivityChannel } from '../../bot-framework/activity-channel.ts';
import type { KnownChannel } from '../../bot-framework/channel-traits/channel-table.ts';
import { markdownMessage, splitForMarkdown } from '../../bot-framework/markdown.ts';
import type { Channel, GuardChannel } from '../channel.ts';
import { type DirectLineSettings, sayAtDirectLine } from './direct-line.ts';

export interface NextTurnSettings {
  readonly channels: readonly KnownChannel[];
  /** Where words are tried between turns; absent where none are. */
  readonly directLine?: DirectLineSettings;
}

/** What an agent is called takes room in a message, too, in UTF-16 code units. */
const roomForName = 300;

/** Channels whose customers see an agent's words as the answer to what they write next. */
export const nextTurnChannels = (
  { channels, directLine }: NextTurnSettings,
  guard: GuardChannel,
): readonly Channel[] =>
  channels.map((known) => {
    const own = {
      id: channelId(known.id),
      traits: { name: known.name, isReachedInTurns: true as const },
      split: splitFor(known),
      typing: async () => {},
    };
    const isTried = directLine !== undefined && known.markdown === 'commonmark';
    const channel: CustomerChannel = isTried
      ? guard({ ...own, say: sayAtDirectLine(directLine) })
      : { ...own, say: async () => awaitsNextTurn };
    return {
      ...channel,
      reachedBy: 'skill',
      unservable: () => undefined,
      placeOf: ({ relatesTo }, { copilotAppId }) => ({ botId: relatesTo?.bot?.id ?? copilotAppId }),
      inTurn: shownFor(known),
    };
  });

const splitFor = ({ markdown, limit }: KnownChannel): CustomerChannel['split'] =>
  markdown === 'none'
    ? (text) => splitText(text, limit - roomForName, eachUnit)
    : (text) => splitForMarkdown(text, limit);

const shownFor = ({ markdown }: KnownChannel): NonNullable<ActivityChannel['inTurn']> =>
  markdown === 'none'
    ? ({ agentName, text }) => ({
        type: 'message',
        text: agentName === undefined ? text : `${agentName}: ${text}`,
        textFormat: 'plain',
      })
    : ({ agentName, text }) => markdownMessage(agentName, text);
