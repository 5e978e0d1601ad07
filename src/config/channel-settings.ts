import { z } from 'zod';
import { channelTable, type KnownChannel } from '../adapters/bot-framework/channel-traits/channel-table.ts';
import { serviceHosts } from '../adapters/bot-framework/service-hosts.ts';
import { notUsable } from '../adapters/settings/findings.ts';
import { setting } from '../adapters/settings/setting.ts';
import { partsOf } from '../adapters/settings/texts.ts';
import { urlIn } from '../adapters/settings/urls.ts';

const inTurns: readonly KnownChannel[] = Object.values(channelTable).filter(
  ({ reach }) => reach.skill === 'next-turn',
);
const names = inTurns.map(({ id }) => id).join(', ');

const directLine = {
  description:
    "the Bot Connector of Direct Line, such as `https://directline.botframework.com/`: words for `webchat` and `directline` are tried there between turns, in the name of the copilot's app; what it refuses waits for the customer's next turn",
  expected: 'an https URL whose host is in HANDOFF_ALLOWED_SERVICE_HOSTS; HANDOFF_CHANNELS names channels',
};

/** The channels beside Teams in which customers of a skill are served, all of them in turns. */
export const channelSettings = z
  .object({
    HANDOFF_CHANNELS: setting(
      {
        description: `channels beside Microsoft Teams in which a customer of a skill can have an agent, whose words they see [when they write next](connect-copilot-studio.md#where-customers-can-be): ${names}; comma-separated`,
        expected: `some of ${names}, comma-separated`,
        example: 'webchat, directline',
        isOptional: true,
        whenAbsent: 'none',
      },
      channelsIn,
    ),
    HANDOFF_DIRECT_LINE_URL: setting(
      { ...directLine, isOptional: true, whenAbsent: 'nothing is tried' },
      urlIn,
    ),
  })
  .transform((its) => ({ inTurns: its.HANDOFF_CHANNELS ?? [], directLineUrl: its.HANDOFF_DIRECT_LINE_URL }));

function channelsIn(text: string): readonly KnownChannel[] | undefined {
  const asked = [...new Set(partsOf(text.toLowerCase()))];
  const found = asked.flatMap((id) => inTurns.find((each) => each.id === id) ?? []);
  return found.length > 0 && found.length === asked.length ? found : undefined;
}

/** Words are posted to allowed hosts alone, and for channels that are open. */
export const directLineIsAllowed = ({
  channels: { inTurns: open, directLineUrl },
  cloud: { allowedServiceHosts },
}: {
  readonly channels: z.output<typeof channelSettings>;
  readonly cloud: { readonly allowedServiceHosts: readonly string[] };
}): readonly string[] => {
  if (directLineUrl === undefined) return [];
  const isUsable = open.length > 0 && serviceHosts(allowedServiceHosts)(directLineUrl);
  return isUsable ? [] : [notUsable('HANDOFF_DIRECT_LINE_URL', directLine.expected)];
};
