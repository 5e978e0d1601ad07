import type { Lines } from '../console/rehearsal.ts';
import { startFaultProxy } from '../faults/fault-proxy.ts';
import type { LiveChat } from '../live-chat/start-live-chat.ts';
import { type Troubles, troubles } from '../simulate/play/world/troubles.ts';
import type { StoryTime } from '../simulate/time/story-time.ts';
import type { Ports } from './ports.ts';

interface Ends {
  readonly ports: Ports;
  /** Where the bridge's process listens now. */
  readonly bridge: () => string;
  readonly teams: string;
  readonly liveChat: Pick<LiveChat, 'url' | 'refusal'>;
}

/** What scenarios do to the lines, in the time of the story that is played. */
export interface LineTroubles {
  readonly ways: Readonly<Record<keyof Lines, Troubles>>;
  timeIs(time: StoryTime): void;
}

export function lineTroubles(): LineTroubles {
  let current: StoryTime | undefined;
  const time = (): StoryTime => {
    if (!current) throw new Error('No story is played.');
    return current;
  };
  return {
    ways: { toBridge: troubles(time), toTeams: troubles(time), toLiveChat: troubles(time) },
    timeIs: (next) => {
      current = next;
    },
  };
}

/** Everything that crosses to or from the bridge goes over one of these, so that it can be seen and disturbed. */
export async function startLines(
  { ports, bridge, teams, liveChat }: Ends,
  { ways }: LineTroubles,
): Promise<Lines> {
  const [toBridge, toTeams, toLiveChat] = await Promise.all([
    startFaultProxy({ target: bridge, port: ports.bridge, watch: ways.toBridge.watch }),
    startFaultProxy({
      target: new URL(teams).origin,
      port: ports.teamsLine,
      watch: ways.toTeams.watch,
    }),
    startFaultProxy({
      target: new URL(liveChat.url).origin,
      watch: ways.toLiveChat.watch,
      refusal: liveChat.refusal,
    }),
  ]);
  return { toBridge, toTeams, toLiveChat };
}

export async function stopLines({ toBridge, toTeams, toLiveChat }: Lines): Promise<void> {
  await Promise.all([toBridge.stop(), toTeams.stop(), toLiveChat.stop()]);
}
