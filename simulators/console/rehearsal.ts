import type { CopilotStudio } from '../copilot-studio/copilot-studio.ts';
import type { FaultProxy } from '../faults/fault-proxy.ts';
import type { LiveChat } from '../live-chat/start-live-chat.ts';
import type { Teams } from '../teams/teams.ts';
import type { BridgeLog } from './bridge-log.ts';
import type { StoryPlayer } from './story-play.ts';

/** The bridge as the console has it in its hands. Times are milliseconds. */
export interface RehearsedBridge {
  readonly status: 'starting' | 'running' | 'stopped';
  /** Its own time, since 1970. */
  now(): number;
  /** How far its clock is ahead of the machine's. */
  readonly skippedMs: number;
  skip(ms: number): void;
  /** Resolves when it serves; at once when it does already. */
  start(): Promise<void>;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Asks as an operator. Rejects without an answer within 5 s. */
  ask(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
  ): Promise<{ readonly status: number; readonly body: string }>;
}

/** Every way to and from the bridge leads through a fault proxy. */
export interface Lines {
  readonly toBridge: FaultProxy;
  readonly toTeams: FaultProxy;
  readonly toLiveChat: FaultProxy;
}

/** All systems that the console shows. */
export interface Rehearsal {
  readonly bridge: RehearsedBridge;
  /** What the bridge's log says of its sessions. */
  readonly bridgeLog: BridgeLog;
  readonly lines: Lines;
  readonly teams: Pick<Teams, 'chats' | 'received' | 'customer'>;
  readonly copilotStudio: Pick<CopilotStudio, 'skillCalls' | 'received' | 'conversations' | 'loseAnswers'>;
  readonly liveChat: Pick<LiveChat, 'chats' | 'requests' | 'reads' | 'kept' | 'refuse'>;
  /** Absent where no scenario can be played. */
  readonly stories?: StoryPlayer;
  /** What people did in a conversation, as a scenario in YAML; undefined when there is nothing to tell. */
  readonly recorded?: (conversationId: string) => string | undefined;
  readonly pages: Pages;
  /** Blotted out wherever they would be shown. */
  readonly secrets: readonly string[];
}

export interface Pages {
  /** Absent when the customer's page cannot be shown inside another one. */
  readonly customer?: string;
  /** Where the customer types. */
  readonly customerAlone: string;
  readonly desk: string;
}
