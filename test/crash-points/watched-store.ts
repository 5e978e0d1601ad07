import type { Awaitable } from '../../src/application/ports/awaitable.ts';
import type { Lease, Settled } from '../../src/application/ports/outbox.ts';
import type { Change } from '../../src/application/ports/session-store.ts';
import type { Platform } from '../../src/wiring/parts/platform.ts';

type Store = Platform['store'];

/** Told of each crash point that is reached; when it never resolves, nothing follows. */
export type Reach = (point: string) => Promise<void>;

/** The store, which names the moments before and after each of its writes. */
export function watchedStore(store: Store, reach: Reach): Store {
  const around =
    <Args extends readonly unknown[], Answer>(
      write: (...args: Args) => Awaitable<Answer>,
      nameOf: (...args: Args) => string,
    ) =>
    async (...args: Args): Promise<Answer> => {
      const name = nameOf(...args);
      await reach(`before ${name}`);
      const answer = await write(...args);
      await reach(`after ${name}`);
      return answer;
    };
  return {
    ...store,
    commit: around(store.commit, commitName),
    lease: around(store.lease, ({ direction }) => `lease ${direction}`),
    begin: around(store.begin, (lease, id) => `begin ${messageName(lease, id)}`),
    settle: around(store.settle, settledName),
    release: around(store.release, ({ lane }) => `release ${lane.direction}`),
    redactTexts: around(store.redactTexts, () => 'eraseTexts'),
    deleteEnded: around(store.deleteEnded, () => 'forgetEnded'),
  };
}

function commitName({ events, inbound, settled }: Change): string {
  const first = events[0]?.type;
  if (first === undefined) return settled ? settledName(settled) : 'commit of a repeat';
  if (first === 'handoff-ended' && settled) return 'commit handoff-ended by return';
  if (first === 'live-chat-closed' && !inbound && !settled) return 'commit live-chat-closed by sweeper';
  return `commit ${first}`;
}

const settledName = ({ lease, id, settlement }: Settled): string =>
  `settle ${messageName(lease, id)} ${settlement.as}`;

/** Words and notices go both ways, everything else one way only. */
function messageName({ lane, messages }: Lease, id: string): string {
  const kind = messages.find((each) => each.id === id)?.content.kind ?? 'nothing';
  return kind === 'say' || kind === 'notice' ? `${kind} ${lane.direction}` : kind;
}
