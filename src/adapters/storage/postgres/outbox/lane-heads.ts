/**
 * The messages at the heads of all lanes as `head`, with these columns, which begin with `session_id, direction`. Goes from the
 * head of one lane to that of the next by the index: the messages behind a head cost nothing.
 */
export const laneHeads = (columns: string): string => `with recursive head as (
      (select ${columns} from handoff.messages
        where died_at is null order by session_id, direction, place limit 1)
      union all
      select next.* from head cross join lateral (
        select ${columns} from handoff.messages m
        where m.died_at is null and (m.session_id, m.direction) > (head.session_id, head.direction)
        order by m.session_id, m.direction, m.place limit 1
      ) next
    )`;
