import type { Event } from '../event.ts';
import { tellApart } from '../tell-apart.ts';
import { endsTold, openingsTold, skillCallsSent } from './read-copilot-studio.ts';
import { attemptedToLiveChat, attemptedToTeams, faultsIn, sentToBridge } from './read-exchanges.ts';
import { chatsEnded, chatsOpened, shownOnDesk } from './read-live-chat.ts';
import { requestsCalled, requestsSent } from './read-requests.ts';
import { stepsAttempted } from './read-steps.ts';
import { attemptedInTeams, shownInTeams } from './read-teams.ts';
import type { Sources } from './sources.ts';

/** At the same millisecond, the order that breaks no invariant is taken. */
const ranks: Readonly<Record<Event['type'], number>> = {
  'session-requested': 0,
  'chat-opened': 0,
  'session-opened': 1,
  sent: 2,
  'end-sent': 2,
  attempted: 3,
  'step-attempted': 3,
  fault: 3,
  shown: 4,
  'dead-lettered': 5,
  acked: 6,
  refused: 6,
  'chat-ended': 7,
  'session-refused': 7,
  'session-ended': 8,
  crash: 9,
  restart: 9,
  healed: 9,
  rest: 10,
};

/** What all parties saw, as one record in the order of time. */
export function readRecord(sources: Sources): readonly Event[] {
  const { proxies, noted } = sources;
  const opened = chatsOpened(sources);
  const apart = tellApart(opened);
  const sends = proxies
    ? [
        ...sentToBridge([...proxies.toBridge, ...sources.liveChat.kept], sources),
        ...requestsSent(proxies.toBridge, sources),
        ...attemptedToTeams(proxies.toTeams, sources),
        ...attemptedToLiveChat(proxies.toLiveChat, sources),
        ...stepsAttempted(proxies.toLiveChat, sources),
        ...faultsIn(proxies),
      ]
    : [...skillCallsSent(sources), ...requestsCalled(sources), ...attemptedInTeams(sources)];
  const seen = [...shownInTeams(sources), ...shownOnDesk(sources), ...opened, ...chatsEnded(sources)];
  const told = [...sends, ...openingsTold(sources), ...endsTold(sources), ...noted].map(apart);
  return [...told, ...seen].sort((a, b) => a.at - b.at || ranks[a.type] - ranks[b.type]);
}
