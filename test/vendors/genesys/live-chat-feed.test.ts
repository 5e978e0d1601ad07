import type { Chat } from '../../../simulators/live-chat/live-chat.ts';
import type { FeedEvent } from '../../../src/application/ports/live-chat-feed.ts';
import { type GenesysAndPlatform, genesysAndPlatform } from '../../adapters/live-chat/genesys/platform.ts';
import type { FollowedDesk, FreshFeed } from '../../contracts/live-chat-feed/fresh-feed.ts';
import { describeLiveChatFeed } from '../../contracts/live-chat-feed/live-chat-feed.ts';

describeLiveChatFeed('Genesys Cloud', async (clock): Promise<FreshFeed> => {
  const its = await genesysAndPlatform({ clock });
  const { feed, platform, stop } = its;
  if (!feed) throw new Error('Genesys Cloud has a feed');
  const session = await its.opened();
  return { feed, session, desk: deskOf(its, await platform.chat()), label: labelOf, stop };
});

/** Each agent who comes has another name. */
function deskOf({ platform }: GenesysAndPlatform, chat: Chat): FollowedDesk {
  let agents = 0;
  let choices: Readonly<Record<string, unknown>> = {};
  const behave = (more: Readonly<Record<string, unknown>>) => {
    choices = { ...choices, ...more };
    platform.behave({ choices });
  };
  const post = (what: string) => fetch(`${platform.url}/simulated/notifications/${what}`, { method: 'POST' });
  return {
    async happens() {
      const name = `Agent ${++agents}`;
      if (agents === 1) await chat.join(name);
      else await chat.transfersTo(name);
      return name;
    },
    cut: () => void post('cut'),
    refuse: (isRefusing) => behave({ refusesChannels: isRefusing, refusesSockets: isRefusing }),
    deafen: (isDeaf) => behave({ isSilent: isDeaf }),
    lose: (isLosing) => behave({ losesEvents: isLosing }),
    repeat: () => behave({ times: 3 }),
    beat: async () => void (await post('beat')),
  };
}

const labelOf = (event: FeedEvent): string | undefined =>
  event.kind === 'status' && 'agentName' in event.status ? event.status.agentName : undefined;
