import type { Mark } from '../sequence/step.ts';
import { type Sequence, sequenceOf } from '../sequence/steps.ts';
import { type BridgeMetrics, readBridgeMetrics } from './bridge-metrics.ts';
import { liveChatOf } from './console-state.ts';
import type { FaultSwitches } from './fault-switches.ts';
import type { Rehearsal } from './rehearsal.ts';
import { type StatePush, statePushFor } from './state-push.ts';

export interface Watch {
  /** What has happened since this one was last asked for the same conversation; everything at first. */
  viewer(conversationId: string | undefined): () => StatePush | undefined;
  mark(mark: Omit<Mark, 'id' | 'at'>): void;
  stop(): void;
}

/** Stopped from the console or by a scenario. */
const bridgeIsDown = { on: 'bridge', label: 'is down', tone: 'bad' } as const;
const bridgeRuns = { on: 'bridge', label: 'runs again', tone: 'good' } as const;

const lookEveryMs = 150;
const askEveryMs = 500;
/** Requests of each line that are drawn; a demo that runs for days would get slow otherwise. */
const mostExchanges = 1_500;

interface Viewers {
  /** Without viewers the bridge is not polled. */
  readonly areThere: () => boolean;
  /** There may be news. */
  readonly changed: () => void;
}

/** Watches all systems of the rehearsal. */
export function watch(rehearsal: Rehearsal, faults: FaultSwitches, viewers: Viewers): Watch {
  const marks: Mark[] = [];
  let metrics: BridgeMetrics | undefined;
  let sequence: Sequence = { steps: [], marks };
  let seen = '';
  let bridgeWas = rehearsal.bridge.status;
  let isAsking = false;
  const note = (mark: Omit<Mark, 'id' | 'at'>) =>
    void marks.push({ ...mark, id: `mark-${marks.length}`, at: Date.now() });
  const look = () => {
    if (!viewers.areThere()) return;
    const { status } = rehearsal.bridge;
    if (status !== bridgeWas && status !== 'starting') {
      note(status === 'running' ? bridgeRuns : bridgeIsDown);
      bridgeWas = status;
    }
    const now = fingerprint(rehearsal, marks);
    if (now !== seen) sequence = { ...sequenceNow(rehearsal), marks };
    seen = now;
    viewers.changed();
  };
  const ask = async () => {
    if (isAsking || !viewers.areThere()) return;
    isAsking = true;
    metrics = await readBridgeMetrics(rehearsal.bridge);
    isAsking = false;
  };
  const looking = setInterval(look, lookEveryMs);
  const asking = setInterval(() => void ask(), askEveryMs);

  return {
    viewer: (conversationId) => {
      const nextPush = statePushFor(rehearsal, conversationId);
      return () => nextPush({ faults, metrics, sequence, marks });
    },
    mark(mark) {
      note(mark);
      look();
    },
    stop() {
      clearInterval(looking);
      clearInterval(asking);
    },
  };
}

function sequenceNow(rehearsal: Rehearsal): Sequence {
  const { secrets } = rehearsal;
  return sequenceOf(recent(rehearsal), { secrets, conversations: conversationsByLiveChat(rehearsal) });
}

function recent({ lines, teams, copilotStudio, liveChat }: Rehearsal) {
  return {
    teams,
    copilotStudio,
    liveChat,
    proxies: {
      toBridge: lines.toBridge.exchanges.slice(-mostExchanges),
      toTeams: lines.toTeams.exchanges.slice(-mostExchanges),
      toLiveChat: lines.toLiveChat.exchanges.slice(-mostExchanges),
    },
    noted: [],
  };
}

/** Conversations by their live chats, from before this run as well. */
function conversationsByLiveChat({ copilotStudio }: Rehearsal): ReadonlyMap<string, string> {
  return new Map(
    copilotStudio.conversations.flatMap(({ conversationId, variables }) => {
      const liveChatId = liveChatOf(variables);
      return liveChatId === undefined ? [] : [[liveChatId, conversationId] as const];
    }),
  );
}

/** Cheap to make, and another one as soon as there is something new to draw. */
function fingerprint({ lines, copilotStudio, teams, liveChat }: Rehearsal, marks: readonly Mark[]): string {
  const { toBridge, toTeams, toLiveChat } = lines;
  const counts = [toBridge, toTeams, toLiveChat].flatMap(({ exchanges }) => {
    const newest = exchanges.slice(-100);
    return [
      exchanges.length,
      newest.filter(({ peer }) => peer).length,
      newest.filter(({ endedAt }) => endedAt).length,
    ];
  });
  return [
    ...counts,
    copilotStudio.received.length,
    teams.chats.length,
    liveChat.chats.length,
    liveChat.kept.length,
    marks.length,
  ].join();
}
