-- Steps of many sessions in one statement. Each does what goes without waiting and without a race; whatever else there is to
-- know about a step (it is stale, a repeat, refused, somebody has the row) the function for one step finds out.

-- What is `json` here arrives as it was written and goes on as that text: nothing reads it, and nothing has to be escaped.
create type handoff.change as (
  number integer, id text, conversation_id text, live_chat_id text, customer_id text, status text, reason text,
  expected integer, state json, requested_at double precision, last_activity_at double precision,
  idle_warned_at double precision, closed_at double precision, ended_at double precision,
  inbound text, answer text, at double precision
);

-- `number` is that of its change; in this order they go into their lanes.
create type handoff.new_message as (
  number integer, id text, session_id text, direction text, kind text, content json, accepted_at double precision
);

create type handoff.settlement as (
  number integer, session_id text, direction text, token text, message text, settled_as text, cause text,
  delay double precision, at double precision
);

create type handoff.lane_request as (
  number integer, session_id text, direction text, token text, lasts double precision, begins boolean
);

-- The same as settle_message, for many; whoever calls it holds their lanes.
create function handoff.settle_messages(p_settlements handoff.settlement[]) returns void
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
begin
  delete from handoff.messages m using unnest(p_settlements) r
    where r.settled_as in ('delivered', 'dropped')
      and m.id = r.message and m.session_id = r.session_id and m.direction = r.direction
      and (m.died_at is null or m.is_begun);
  if not exists (select from unnest(p_settlements) r where r.settled_as not in ('delivered', 'dropped')) then return; end if;
  update handoff.messages m set is_begun = false, cause = r.cause, died_at = coalesce(m.died_at, r.at)
    from unnest(p_settlements) r
    where r.settled_as = 'rejected'
      and m.id = r.message and m.session_id = r.session_id and m.direction = r.direction
      and (m.died_at is null or m.is_begun);
  update handoff.messages m
    set is_begun = false,
      unknown_attempts = m.unknown_attempts + (r.settled_as = 'unknown')::integer,
      due_at = case when m.died_at is null then handoff.now_ms() + r.delay else m.due_at end
    from unnest(p_settlements) r
    where r.settled_as in ('postponed', 'unknown')
      and m.id = r.message and m.session_id = r.session_id and m.direction = r.direction
      and (m.died_at is null or m.is_begun);
end
$$;

-- Gives the numbers of what is settled: `is_empty` tells that nothing waits in the lane any more, and that it was given back.
create function handoff.settle_attempts(p_holder text, p_settlements json)
  returns table (number integer, is_empty boolean)
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_all handoff.settlement[];
  v_held handoff.settlement[];
begin
  v_all := array(select r from json_populate_recordset(null::handoff.settlement, p_settlements) r);
  v_held := array(
    select r from unnest(v_all) r
    join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
    where l.token = r.token and l.holder = p_holder and l.leased_until > handoff.now_ms()
    for update of l skip locked
  );
  perform handoff.settle_messages(v_held);
  return query
    with emptied as (
      update handoff.lanes l set leased_until = 0 from unnest(v_held) r
      where l.session_id = r.session_id and l.direction = r.direction and not exists (
        select from handoff.messages m
        where m.session_id = l.session_id and m.direction = l.direction and m.died_at is null
      )
      returning r.number
    )
    select r.number, exists (select from emptied e where e.number = r.number) from unnest(v_held) r;
end
$$;

-- Rows of lanes that are leased now, with the attempt at their first message begun where take_lane would begin it; a lane in
-- which nothing is left has one row without a message. `wait_ms`: the lane's head is due that much later. `is_busy`: somebody
-- has the row of the lane locked. No row: nothing waits, or somebody has the lane.
create function handoff.take_lanes(p_holder text, p_lanes json)
  returns table (
    number integer, is_busy boolean, wait_ms double precision, place bigint, id text, content text,
    accepted_at double precision, due_at double precision, attempts integer, unknown_attempts integer, is_begun boolean,
    begun_state text
  )
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now double precision := handoff.now_ms();
  v_everybody double precision := handoff.everybody_lives_until();
  v_all handoff.lane_request[];
  v_locked integer[];
  v_taken integer[];
begin
  if not exists (select from handoff.replicas r where r.id = p_holder and r.alive_until > v_now + 2000) then
    perform handoff.say_alive(p_holder, 5000);
  end if;
  v_all := array(select r from json_populate_recordset(null::handoff.lane_request, p_lanes) r);
  v_locked := array(
    select r.number from unnest(v_all) r
    join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
    for update of l skip locked
  );
  -- Only now is it certain that nobody else changes the heads of these lanes.
  with head as (
    select r.*, h.due_at from unnest(v_all) r cross join lateral (
      select m.due_at from handoff.messages m
      where m.session_id = r.session_id and m.direction = r.direction and m.died_at is null
      order by m.place limit 1
    ) h where h.due_at <= v_now
  ), taken as (
    update handoff.lanes l set token = h.token, holder = p_holder, leased_at = v_now, leased_until = v_now + h.lasts
      from head h
      where l.session_id = h.session_id and l.direction = h.direction and h.number = any (v_locked)
        -- As is_held has it.
        and (l.token is null or l.leased_until <= v_now or (v_now >= v_everybody and (
          l.leased_at <= v_everybody - 5000
          or not exists (select from handoff.replicas r where r.id = l.holder and r.alive_until > v_now))))
      returning h.number
  ), made as (
    insert into handoff.lanes as l (session_id, direction, token, holder, leased_at, leased_until)
      select h.session_id, h.direction, h.token, p_holder, v_now, v_now + h.lasts from head h
      where not exists (
        select from handoff.lanes l where l.session_id = h.session_id and l.direction = h.direction
      )
      order by h.session_id, h.direction
      on conflict do nothing
      returning l.token
  )
  select coalesce(array_agg(t.number), '{}') into v_taken from (
    select number from taken
    union all
    select h.number from made join head h on h.token = made.token
  ) t;
  if cardinality(v_taken) < cardinality(v_all) then
    return query
      select r.number, true, null::double precision, null::bigint, null, null, null::double precision,
          null::double precision, null::integer, null::integer, null::boolean, null
        from unnest(v_all) r
        join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
        where r.number <> all (v_locked || v_taken)
      union all
      select r.number, false, h.due_at - v_now, null, null, null, null, null, null, null, null, null
        from unnest(v_all) r cross join lateral (
          select m.due_at from handoff.messages m
          where m.session_id = r.session_id and m.direction = r.direction and m.died_at is null
          order by m.place limit 1
        ) h where h.due_at > v_now;
  end if;
  if cardinality(v_taken) = 0 then return; end if;
  -- Of an attempt that begins, the row says what was known before it.
  return query
    with begun as (
      update handoff.messages m
        set attempts = m.attempts + 1, unknown_attempts = m.unknown_attempts + m.is_begun::integer, is_begun = true
        from unnest(v_all) r, handoff.sessions s
        where r.number = any (v_taken) and r.begins and s.id = r.session_id
          and m.id = (
            select h.id from handoff.messages h
            where h.session_id = r.session_id and h.direction = r.direction and h.died_at is null
            order by h.place limit 1
          )
          and m.kind <> 'start' and m.died_at is null
        returning r.number, m.place, m.id, m.content, m.accepted_at, m.due_at, m.attempts - 1 as attempts,
          m.unknown_attempts, s.state
    ), waiting as (
      select r.number, m.place, m.id, m.content, m.accepted_at, m.due_at, m.attempts, m.unknown_attempts, m.is_begun
        from unnest(v_all) r
        join handoff.messages m on m.session_id = r.session_id and m.direction = r.direction and m.died_at is null
        where r.number = any (v_taken) and not exists (select from begun b where b.id = m.id)
    )
    select b.number, false, null::double precision, b.place, b.id, b.content, b.accepted_at, b.due_at, b.attempts,
        b.unknown_attempts, false, b.state
      from begun b
    union all
    select w.number, false, null, w.place, w.id, w.content, w.accepted_at, w.due_at, w.attempts, w.unknown_attempts,
        w.is_begun, null
      from waiting w
    union all
    select t.number, false, null, null, null, null, null, null, null, null, null, null
      from unnest(v_taken) as t (number)
      where not exists (select from begun b where b.number = t.number)
        and not exists (select from waiting w where w.number = t.number);
end
$$;

create type handoff.attempt as (
  number integer, session_id text, direction text, token text, message text, lasts double precision
);

-- The same as begin_next, for many: no row where the row of the lane is locked, or the attempt must not be made.
create function handoff.begin_attempts(p_holder text, p_attempts json) returns table (number integer, state text)
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_now double precision := handoff.now_ms();
  v_held handoff.attempt[];
begin
  v_held := array(
    select r from json_populate_recordset(null::handoff.attempt, p_attempts) r
    join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
    where l.token = r.token and l.holder = p_holder and l.leased_until > v_now
    for update of l skip locked
  );
  -- A hundredth of the time is not worth a write.
  update handoff.lanes l set leased_at = v_now, leased_until = v_now + r.lasts from unnest(v_held) r
    where l.session_id = r.session_id and l.direction = r.direction
      and l.leased_until < v_now + r.lasts - r.lasts / 100;
  return query
    update handoff.messages m
      set attempts = m.attempts + 1, unknown_attempts = m.unknown_attempts + m.is_begun::integer, is_begun = true
      from unnest(v_held) r, handoff.sessions s
      where m.id = r.message and m.session_id = r.session_id and m.direction = r.direction and m.died_at is null
        and s.id = r.session_id
      returning r.number, s.state;
end
$$;

-- Waits for whoever has the row of a lane locked; nobody does who waits for the row of another.
create function handoff.release_lanes(p_holder text, p_lanes json) returns void
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  update handoff.lanes l set token = null from json_populate_recordset(null::handoff.lane_request, p_lanes) r
    where l.session_id = r.session_id and l.direction = r.direction and l.token = r.token and l.holder = p_holder;
end
$$;

-- Gives the numbers of the changes that are committed, each with everything that belongs to it.
create function handoff.commit_changes(p_holder text, p_changes json, p_messages json, p_settlements json)
  returns setof integer
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_all handoff.change[];
  v_settlements handoff.settlement[];
  v_lost integer[] := '{}';
  v_locked integer[];
  v_done integer[];
begin
  v_all := array(select c from json_populate_recordset(null::handoff.change, p_changes) c);
  if p_settlements is not null then
    v_settlements := array(select r from json_populate_recordset(null::handoff.settlement, p_settlements) r);
    v_locked := array(
      select r.number from unnest(v_settlements) r
      join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
      where l.token = r.token and l.holder = p_holder and l.leased_until > handoff.now_ms()
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
  if p_messages is not null then
    insert into handoff.messages (id, session_id, direction, kind, content, accepted_at, due_at)
      select o.id, o.session_id, o.direction, o.kind, o.content::text, o.accepted_at, handoff.now_ms()
      from json_populate_recordset(null::handoff.new_message, p_messages) with ordinality
        as o (number, id, session_id, direction, kind, content, accepted_at, turn)
      where o.number = any (v_done)
      order by o.turn;
  end if;
  insert into handoff.inbound (conversation_id, id, session_id, answer, at)
    select c.conversation_id, c.inbound, c.id, c.answer, c.at
    from unnest(v_all) c
    where c.inbound is not null and c.number = any (v_done);
  return query select unnest(v_done);
end
$$;
