import { andThen } from '../../application/ports/awaitable.ts';
import type { Outbox, Settled, Settlement } from '../../application/ports/outbox.ts';
import type { CommitOutcome, SessionStore } from '../../application/ports/session-store.ts';
import { type ActiveSpan, activeSpan } from '../http/client/active-span.ts';
import type { Begun, Spans } from './spans.ts';

/** So many waiting messages at most are remembered with the trace that they came in; the oldest go first. */
const originCacheSize = 20_000;

/**
 * The same store, with a span for each commit and for each attempt at a delivery, from its beginning to its settlement.
 * An attempt belongs to the trace of the request that brought the message, as long as this process remembers it.
 */
export function tracedStore<Store extends SessionStore & Outbox>(store: Store, spans: Spans): Store {
  const origins = new Map<string, ActiveSpan>();
  const attempts = new Map<string, Begun>();

  function noteOrigin(id: string, origin: ActiveSpan): void {
    origins.set(id, origin);
    const [oldest] = origins.keys();
    if (origins.size > originCacheSize && oldest !== undefined) origins.delete(oldest);
  }

  function endAttempt({ id, settlement: { as } }: Settled, recorded: Recorded): void {
    const outcome = outcomeOf(recorded, as);
    if (outcome === undefined) return;
    attempts.get(id)?.end({ 'handoff.outcome': outcome }, outcome === 'rejected' ? 'failed' : undefined);
    attempts.delete(id);
    if (outcome !== 'not-delivered' && outcome !== 'unknown') origins.delete(id);
  }

  return {
    ...store,
    async commit(change) {
      const under = activeSpan.getStore();
      const of = { 'handoff.session': change.session.id, 'handoff.status': change.session.status };
      const span = spans.begin('commit', 'commit', { ...(under && { under }), of });
      try {
        const committed = await store.commit(change);
        if (committed.outcome === 'committed') {
          for (const { id } of change.messages) noteOrigin(id, under ?? span.active);
        }
        if (change.settled) endAttempt(change.settled, committed.outcome);
        span.end({ 'handoff.outcome': committed.outcome });
        return committed;
      } catch (error) {
        span.end({ 'handoff.outcome': 'not-stored' }, 'failed');
        throw error;
      }
    },
    begin(lease, id, forMs) {
      const message = lease.messages.find((each) => each.id === id);
      const under = origins.get(id);
      const attempt = spans.begin(`deliver ${lease.lane.direction}`, 'delivery', {
        ...(under && { under }),
        of: {
          'handoff.session': lease.lane.sessionId,
          'handoff.message': id,
          'handoff.kind': message?.content.kind ?? '',
          'handoff.attempt': (message?.attempts ?? 0) + 1,
        },
      });
      attempts.set(id, attempt);
      // The worker makes the attempt next: its calls belong to this span, and not to what woke the lane.
      activeSpan.enterWith(attempt.active);
      return andThen(store.begin(lease, id, forMs), (begun) => {
        if (begun === 'gone') attempts.delete(id);
        return begun;
      });
    },
    async settle(settled) {
      const outcome = await store.settle(settled);
      endAttempt(settled, outcome);
      return outcome;
    },
  };
}

type Recorded = CommitOutcome['outcome'] | Awaited<ReturnType<Outbox['settle']>>;

/** Absent while the settlement will be tried again. */
function outcomeOf(recorded: Recorded, as: Settlement['as']): Settlement['as'] | 'lost' | undefined {
  switch (recorded) {
    case 'committed':
    case 'settled':
    case 'released':
      return as;
    case 'lost':
    case 'lease-lost':
      return 'lost';
    case 'stale':
    case 'conversation-taken':
    case 'live-chat-taken':
    case 'repeated':
    case 'full':
      return undefined;
  }
}
