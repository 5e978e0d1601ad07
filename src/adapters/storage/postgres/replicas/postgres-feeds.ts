import { z } from 'zod';
import type { FeedLeases } from '../../../../application/ports/live-chat-feed.ts';
import { followedSession } from '../../record/followed-session.ts';
import type { Statement } from '../connection/database.ts';
import { query, type StoreContext } from '../connection/store-context.ts';
import { columnOf, sessionIdColumn } from '../schema/column-text.ts';

/** Of a session that nothing follows which is alive. The condition on `ended` is that of the index. */
const claim: Statement = {
  name: 'claim-feeds',
  text: `with unheard as (
      select s.id from handoff.sessions s left join handoff.feeds f on f.session_id = s.id
      where s.status <> 'ended' and s.status in ('queued', 'active') and (f.session_id is null
        or not exists (select from handoff.replicas r where r.id = f.replica and r.alive_until > handoff.now_ms()))
      order by s.requested_at limit $2
    ), claimed as (
      insert into handoff.feeds as known (session_id, replica) select id, $1 from unheard
      on conflict (session_id) do update set replica = excluded.replica
        where not exists (
          select from handoff.replicas r where r.id = known.replica and r.alive_until > handoff.now_ms())
      returning session_id
    )
    select s.id, s.state from claimed c join handoff.sessions s on s.id = c.session_id order by s.requested_at`,
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
const stateRow = z.object({ id: z.string(), state: z.string() });

/** Leases of feeds, which count while their replica is alive, as those of lanes do. */
export function postgresFeeds(context: StoreContext): FeedLeases {
  const { replica, states } = context;
  return {
    async claimFeeds(limit) {
      const rows = await query(context, claim, [replica, limit]);
      return rows.flatMap((row) => {
        const { id, state } = stateRow.parse(row);
        return followedSession(states.read(id, state)) ?? [];
      });
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
