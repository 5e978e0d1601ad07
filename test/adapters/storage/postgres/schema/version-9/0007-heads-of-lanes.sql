-- A lease brings the head of its lane and not the whole of it, which may be a thousand messages and some megabytes.

-- As message-weight.ts has it: so many messages and bytes, and one message at least.
create function handoff.lane_head(p_session text, p_direction text) returns table (
  place bigint, id text, content text, accepted_at double precision, due_at double precision, attempts integer,
  unknown_attempts integer, is_begun boolean
)
  language sql stable
as $$
  select h.place, h.id, h.content, h.accepted_at, h.due_at, h.attempts, h.unknown_attempts, h.is_begun
  from (
    select m.*, row_number() over turns as turn, sum(octet_length(m.content)) over turns as bytes
    from (
      select * from handoff.messages
      where session_id = p_session and direction = p_direction and died_at is null
      order by messages.place limit 16
    ) m
    window turns as (order by m.place)
  ) h
  where h.turn = 1 or h.bytes <= 262144
$$;

-- As take_lane, with the head alone.
create function handoff.take_lane_head(
  p_session text, p_direction text, p_holder text, p_token text, p_for double precision, p_begins boolean
) returns table (
  wait_ms double precision, id text, content text, accepted_at double precision, due_at double precision,
  attempts integer, unknown_attempts integer, is_begun boolean, begun_state text
)
  language plpgsql
as $$
#variable_conflict use_column
declare
  v_sync text := current_setting('synchronous_commit');
  v_now double precision := handoff.now_ms();
  v_head text;
  v_due double precision;
  v_kind text;
  v_state text;
begin
  perform set_config('synchronous_commit', 'off', true);
  select m.due_at into v_due from handoff.messages m
    where m.session_id = p_session and m.direction = p_direction and m.died_at is null
    order by m.place limit 1;
  if not found then return; end if;
  if v_due > v_now then
    wait_ms := v_due - v_now;
    return next;
    return;
  end if;
  if not exists (select from handoff.replicas r where r.id = p_holder and r.alive_until > v_now + 2000) then
    perform handoff.say_alive(p_holder, 5000);
  end if;
  perform from handoff.lanes l where l.session_id = p_session and l.direction = p_direction for update;
  if found then
    v_now := handoff.now_ms();
    update handoff.lanes l
      set token = p_token, holder = p_holder, leased_at = v_now, leased_until = v_now + p_for
      where l.session_id = p_session and l.direction = p_direction and not handoff.is_held(l, v_now);
  else
    insert into handoff.lanes (session_id, direction, token, holder, leased_at, leased_until)
      values (p_session, p_direction, p_token, p_holder, v_now, v_now + p_for)
      on conflict do nothing;
  end if;
  if not found then return; end if;
  -- Only now is it certain that nobody else changes the lane's head; and locked, nobody gives it up meanwhile.
  select m.id, m.due_at, m.kind into v_head, v_due, v_kind from handoff.messages m
    where m.session_id = p_session and m.direction = p_direction and m.died_at is null
    order by m.place limit 1 for update;
  if not found or v_due > v_now then
    update handoff.lanes l set token = null where l.session_id = p_session and l.direction = p_direction;
    return;
  end if;
  if p_begins and v_kind <> 'start' then
    select s.state into v_state from handoff.sessions s where s.id = p_session;
  end if;
  return query
    select null::double precision, m.id, m.content, m.accepted_at, m.due_at, m.attempts, m.unknown_attempts,
      m.is_begun, v_state
    from handoff.lane_head(p_session, p_direction) m
    order by m.place;
  if v_state is null then return; end if;
  update handoff.messages m
    set attempts = m.attempts + 1, unknown_attempts = m.unknown_attempts + m.is_begun::integer, is_begun = true
    where m.id = v_head;
  -- A lease may be lost with the server; that something may have gone out may not.
  perform set_config('synchronous_commit', v_sync, true);
end
$$;

-- As take_lanes, with the heads alone.
create function handoff.take_lane_heads(p_holder text, p_lanes json)
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
        from unnest(v_all) r cross join lateral handoff.lane_head(r.session_id, r.direction) m
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
