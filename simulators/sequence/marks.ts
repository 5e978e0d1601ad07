import type { Event } from '../history/event.ts';
import type { Lifeline, Mark } from './step.ts';

const peers: Readonly<Record<string, Lifeline>> = {
  toBridge: 'bridge',
  toTeams: 'teams',
  toLiveChat: 'live-chat',
  bridge: 'bridge',
  teams: 'teams',
  'live-chat': 'live-chat',
  copilot: 'copilot-studio',
};

/** What was done to the peers, among the events that a run has noted. */
export const marksOf = (noted: readonly Event[]): readonly Mark[] => noted.flatMap(marksIn);

function marksIn(event: Event, index: number): readonly Mark[] {
  const at = { id: `mark-${index}`, at: event.at };
  switch (event.type) {
    case 'crash':
      return [{ ...at, on: 'bridge', label: 'killed', tone: 'bad' }];
    case 'restart':
      return [{ ...at, on: 'bridge', label: 'started again', tone: 'good' }];
    case 'healed':
      return [{ ...at, on: 'bridge', label: 'all faults healed', tone: 'good' }];
    case 'fault':
      return [{ ...at, on: peers[event.party] ?? 'bridge', label: event.what, tone: 'bad' }];
    case 'dead-lettered':
      return [{ ...at, on: 'bridge', label: `dead letter: ${event.cause}`, tone: 'bad' }];
    case 'sent':
    case 'acked':
    case 'refused':
    case 'attempted':
    case 'step-attempted':
    case 'shown':
    case 'session-requested':
    case 'chat-opened':
    case 'chat-ended':
    case 'session-opened':
    case 'session-refused':
    case 'session-ended':
    case 'end-sent':
    case 'rest':
      return [];
  }
}
