import type { CopilotStudio } from '../copilot-studio/copilot-studio.ts';
import type { Exchange } from '../faults/exchange.ts';
import type { LiveChat } from '../live-chat/start-live-chat.ts';
import type { Teams } from '../teams/teams.ts';
import type { Event } from './event.ts';

/** Everybody who saw something of a run. */
export interface Sources {
  readonly teams: Pick<Teams, 'chats' | 'received'>;
  readonly copilotStudio: Pick<CopilotStudio, 'skillCalls' | 'received'>;
  readonly liveChat: Pick<LiveChat, 'chats' | 'requests'>;
  /** Where fault proxies stood, they know the moment of each send and what became of it. */
  readonly proxies?: {
    readonly toBridge: readonly Exchange[];
    readonly toTeams: readonly Exchange[];
    readonly toLiveChat: readonly Exchange[];
  };
  /** What nobody but the one who directs the run knows: crashes, healing, dead letters, callbacks' results. */
  readonly noted: readonly Event[];
}
