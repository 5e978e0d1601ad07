-- Lanes that are lent with a commit: whoever adds to a lane that is empty and free has it at once, and its first message is
-- stored with its attempt begun.

-- As before, but the transaction stays as synchronous as it was: a step that says so on its way has more to keep than that.
create or replace function handoff.say_alive(p_replica text, p_for double precision) returns void
  language plpgsql
as $$
begin
  insert into handoff.replicas as known (id, alive_until) values (p_replica, handoff.now_ms() + p_for)
    on conflict (id) do update set alive_until = greatest(known.alive_until, excluded.alive_until);
end
$$;

-- `begins`: the first one of its lane, where that is asked for in `p_lanes`.
create type handoff.outgoing_message as (
  number integer, id text, session_id text, direction text, kind text, content json, accepted_at double precision,
  begins boolean
);

-- As commit_changes. Gives a row without `lent` for each change that is committed, where `is_empty` tells that nothing waits
-- any more in the lane of its settlement, which was given back, and one for each of its lanes that is lent. Whoever holds the row of a session lets nobody else add to its lanes, so what is empty stays so until the end.
create function handoff.commit_and_lend(
  p_holder text, p_changes json, p_messages json, p_settlements json, p_lanes json
)
  returns table (number integer, lent text, is_empty boolean)
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now double precision := handoff.now_ms();
  v_everybody double precision;
  v_all handoff.change[];
  v_settlements handoff.settlement[];
  v_lost integer[] := '{}';
  v_locked integer[];
  v_done integer[];
  v_empty handoff.lane_request[];
  v_lent text[] := '{}';
  v_emptied integer[] := '{}';
begin
  v_all := array(select c from json_populate_recordset(null::handoff.change, p_changes) c);
  if p_settlements is not null then
    v_settlements := array(select r from json_populate_recordset(null::handoff.settlement, p_settlements) r);
    v_locked := array(
      select r.number from unnest(v_settlements) r
      join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
      where l.token = r.token and l.holder = p_holder and l.leased_until > v_now
      for update of l skip locked
    );
    v_lost := array(select r.number from unnest(v_settlements) r where r.number <> all (v_locked));
  end if;
  v_locked := array(
    select c.number from unnest(v_all) c join handoff.sessions s on s.id = c.id
    where c.expected > 0 and c.number <> all (v_lost)
    for no key update of s skip locked
  );
  -- Only now is it certain that nobody else changes these sessions.
  with renewed as (
    update handoff.sessions s set
      live_chat_id = c.live_chat_id, customer_id = c.customer_id, status = c.status, reason = c.reason,
      version = c.expected + 1, state = c.state::text, last_activity_at = c.last_activity_at,
      idle_warned_at = c.idle_warned_at, closed_at = c.closed_at, ended_at = c.ended_at
      from unnest(v_all) c
      where s.id = c.id and c.number = any (v_locked) and s.version = c.expected and not exists (
        select from handoff.inbound i where i.conversation_id = c.conversation_id and i.id = c.inbound
      )
      returning c.number
  )
  select array(select number from renewed) into v_done;
  if exists (select from unnest(v_all) c where c.expected = 0) then
    with opened as (
      insert into handoff.sessions as s (
        id, conversation_id, live_chat_id, customer_id, status, reason, version, state,
        requested_at, last_activity_at, idle_warned_at, closed_at, ended_at
      ) select c.id, c.conversation_id, c.live_chat_id, c.customer_id, c.status, c.reason, 1, c.state::text,
          c.requested_at, c.last_activity_at, c.idle_warned_at, c.closed_at, c.ended_at
        from unnest(v_all) c
        where c.expected = 0 and c.number <> all (v_lost) and not exists (
          select from handoff.inbound i where i.conversation_id = c.conversation_id and i.id = c.inbound
        )
        order by c.conversation_id
      on conflict do nothing
      returning s.id
    )
    select v_done || array(select c.number from opened o join unnest(v_all) c on c.id = o.id) into v_done;
  end if;
  if p_settlements is not null then
    perform handoff.settle_messages(array(select r from unnest(v_settlements) r where r.number = any (v_done)));
  end if;
  if p_lanes is not null then
    v_everybody := handoff.everybody_lives_until();
    if not exists (select from handoff.replicas r where r.id = p_holder and r.alive_until > v_now + 2000) then
      perform handoff.say_alive(p_holder, 5000);
    end if;
    v_empty := array(
      select r from json_populate_recordset(null::handoff.lane_request, p_lanes) r
      where r.number = any (v_done) and not exists (
        select from handoff.messages m
        where m.session_id = r.session_id and m.direction = r.direction and m.died_at is null
      )
    );
    with free as (
      select r.session_id, r.direction from unnest(v_empty) r
      join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
      -- As is_held has it.
      where l.token is null or l.leased_until <= v_now or (v_now >= v_everybody and (
        l.leased_at <= v_everybody - 5000
        or not exists (select from handoff.replicas h where h.id = l.holder and h.alive_until > v_now)))
      for update of l skip locked
    ), taken as (
      update handoff.lanes l set token = r.token, holder = p_holder, leased_at = v_now, leased_until = v_now + r.lasts
        from free f join unnest(v_empty) r on r.session_id = f.session_id and r.direction = f.direction
        where l.session_id = f.session_id and l.direction = f.direction
        returning r.token
    ), made as (
      insert into handoff.lanes as l (session_id, direction, token, holder, leased_at, leased_until)
        select r.session_id, r.direction, r.token, p_holder, v_now, v_now + r.lasts from unnest(v_empty) r
        where not exists (
          select from handoff.lanes l where l.session_id = r.session_id and l.direction = r.direction
        )
        order by r.session_id, r.direction
        on conflict do nothing
        returning l.token
    )
    select array(select t.token from taken t union all select m.token from made m) into v_lent;
  end if;
  if p_messages is not null then
    insert into handoff.messages (
      id, session_id, direction, kind, content, accepted_at, due_at, attempts, is_begun
    ) select o.id, o.session_id, o.direction, o.kind, o.content::text, o.accepted_at, v_now,
        o.is_begun::integer, o.is_begun
      from (
        select m.*, m.begins and exists (
          select from unnest(v_empty) r
          where r.session_id = m.session_id and r.direction = m.direction and r.token = any (v_lent)
        ) as is_begun
        from json_populate_recordset(null::handoff.outgoing_message, p_messages) with ordinality
          as m (number, id, session_id, direction, kind, content, accepted_at, begins, turn)
        where m.number = any (v_done)
      ) o
      order by o.turn;
  end if;
  insert into handoff.inbound (conversation_id, id, session_id, answer, at)
    select c.conversation_id, c.inbound, c.id, c.answer, c.at
    from unnest(v_all) c
    where c.inbound is not null and c.number = any (v_done);
  if p_settlements is not null then
    with emptied as (
      update handoff.lanes l set leased_until = 0 from unnest(v_settlements) r
      where r.number = any (v_done) and l.session_id = r.session_id and l.direction = r.direction and not exists (
        select from handoff.messages m
        where m.session_id = l.session_id and m.direction = l.direction and m.died_at is null
      )
      returning r.number
    )
    select array(select number from emptied) into v_emptied;
  end if;
  return query
    select d.number, null::text, d.number = any (v_emptied) from unnest(v_done) as d (number)
    union all
    select r.number, r.direction, false from unnest(v_empty) r where r.token = any (v_lent);
end
$$;
