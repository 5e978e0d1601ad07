import { z } from 'zod';
import type { FeedLeases } from '../../../../application/ports/live-chat-feed.ts';
import { followedSession } from '../../record/followed-session.ts';
import type { Statement } from '../connection/database.ts';
import { query, type StoreContext } from '../connection/store-context.ts';
import { columnOf, sessionIdColumn } from '../schema/column-text.ts';

const isFollowed = (replica: string): string =>
  `exists (select from handoff.replicas r where r.id = ${replica} and r.alive_until > handoff.now_ms())`;

/** Of a session that no living replica follows, or another one has offered. The condition on `ended` is that of the index. */
const claim: Statement = {
  name: 'claim-feeds',
  text: `with free as (
      select s.id, f.unheard_since, f.times_offered
      from handoff.sessions s left join handoff.feeds f on f.session_id = s.id
      where s.status <> 'ended' and s.status in ('queued', 'active') and (f.session_id is null
        or (f.unheard_since is not null and f.replica <> $1)
        or not ${isFollowed('f.replica')})
      order by s.requested_at limit $2
    ), claimed as (
      insert into handoff.feeds as known (session_id, replica) select id, $1 from free
      on conflict (session_id) do update
        set replica = excluded.replica, unheard_since = null, times_offered = null
        where (known.unheard_since is not null and known.replica <> $1) or not ${isFollowed('known.replica')}
      returning session_id
    )
    select s.id, s.state, f.unheard_since, f.times_offered
    from claimed c join handoff.sessions s on s.id = c.session_id join free f on f.id = c.session_id
    order by s.requested_at`,
};
/** Of what this replica holds, exactly these are offered. */
const offer: Statement = {
  name: 'offer-feeds',
  text: `update handoff.feeds f set unheard_since = o.unheard_since, times_offered = o.times_offered
    from handoff.feeds h left join json_to_recordset($2)
      as o (session_id text, unheard_since double precision, times_offered integer) using (session_id)
    where h.session_id = f.session_id and f.replica = $1 and h.replica = $1
      and f.unheard_since is distinct from o.unheard_since`,
};
const held: Statement = {
  isReadOnly: true,
  name: 'held-feeds',
  text: `select s.id from handoff.feeds f join handoff.sessions s on s.id = f.session_id
    where f.replica = $1 and s.status in ('queued', 'active')`,
};
const release: Statement = {
  name: 'release-feeds',
  text: 'delete from handoff.feeds where replica = $1 and session_id = any ($2)',
};

const idRow = z.object({ id: sessionIdColumn });
const claimedRow = z.object({
  id: z.string(),
  state: z.string(),
  unheard_since: z.number().nullable(),
  times_offered: z.int().nullable(),
});

/** Leases of feeds, which count while their replica is alive, as those of lanes do. */
export function postgresFeeds(context: StoreContext): FeedLeases {
  const { replica, states } = context;
  return {
    async claimFeeds(limit) {
      const rows = await query(context, claim, [replica, limit]);
      return rows.flatMap((row) => {
        const { id, state, unheard_since: since, times_offered: times } = claimedRow.parse(row);
        const session = followedSession(states.read(id, state));
        if (session === undefined) return [];
        return since === null || times === null
          ? session
          : { ...session, unheardSince: since, timesOffered: times };
      });
    },
    async offerFeeds(unheard) {
      const offers = unheard.map(({ sessionId, unheardSince, timesOffered }) => ({
        session_id: columnOf(sessionId),
        unheard_since: unheardSince,
        times_offered: timesOffered,
      }));
      await query(context, offer, [replica, JSON.stringify(offers)]);
    },
    async heldFeeds() {
      const rows = await query(context, held, [replica]);
      return rows.map((row) => idRow.parse(row).id);
    },
    async releaseFeeds(ids) {
      await query(context, release, [replica, ids.map(columnOf)]);
    },
  };
}
