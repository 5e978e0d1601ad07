import type { CopilotStudio } from '../../copilot-studio/copilot-studio.ts';
import type { Exchange } from '../../faults/exchange.ts';
import type { LiveChat } from '../../live-chat/start-live-chat.ts';
import type { Teams } from '../../teams/teams.ts';
import type { Event } from '../event.ts';

/** All systems that saw something of a run. */
export interface Sources {
  readonly teams: Pick<Teams, 'chats' | 'received'>;
  readonly copilotStudio: Pick<CopilotStudio, 'skillCalls' | 'received'> &
    Partial<Pick<CopilotStudio, 'conversationAtAgent'>>;
  readonly liveChat: Pick<LiveChat, 'chats' | 'requests' | 'reads' | 'kept'>;
  /** Where fault proxies stood, they know the moment of each send and what became of it. */
  readonly proxies?: {
    readonly toBridge: readonly Exchange[];
    readonly toTeams: readonly Exchange[];
    readonly toLiveChat: readonly Exchange[];
  };
  /** What only the run itself knows: crashes, healing, dead letters, callbacks' results. */
  readonly noted: readonly Event[];
}

/** What one can ask of a world in which fault proxies stand on every way. */
interface ProxiedWorld extends Pick<Sources, 'liveChat' | 'noted'> {
  readonly microsoft: Pick<Sources, 'teams' | 'copilotStudio'>;
  readonly proxies: Readonly<Record<Way, { readonly exchanges: readonly Exchange[] }>>;
}

type Way = keyof NonNullable<Sources['proxies']>;

export function sourcesOf({ microsoft, liveChat, proxies, noted }: ProxiedWorld): Sources {
  const { toBridge, toTeams, toLiveChat } = proxies;
  return {
    teams: microsoft.teams,
    copilotStudio: microsoft.copilotStudio,
    liveChat,
    proxies: {
      toBridge: toBridge.exchanges,
      toTeams: toTeams.exchanges,
      toLiveChat: toLiveChat.exchanges,
    },
    noted,
  };
}
