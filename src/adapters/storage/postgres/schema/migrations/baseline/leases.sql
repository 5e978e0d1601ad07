-- One function for each step of the store, of one session or of many. Its argument is a JSON object of the type `step`; each
-- request has a `number` by which its rows are found again. What belongs to one request is stored entirely or not at all.
--
-- Rows that another transaction has locked are skipped, so that no session waits for another one and steps cannot deadlock:
-- a request without a row has to be repeated. With `waits` a step, then of one request, waits for the lock and always
-- answers.
--
-- Lists of requests are short and tables long: without the planner's other joins, a plan never reads a whole table.

create or replace function handoff.now_ms() returns double precision
  language sql volatile parallel safe
  as $$ select floor(extract(epoch from clock_timestamp()) * 1000)::double precision $$;

create function handoff.server_started_at() returns double precision
  language sql stable parallel safe
  as $$ select floor(extract(epoch from pg_postmaster_start_time()) * 1000)::double precision $$;

-- A request about a lane. `lasts_ms` and `begins` belong to a lease, `outcome` to `at` to an attempt that is settled.
create type handoff.lane_step as (
  number integer, session_id text, direction text, token text, message_id text, lasts_ms double precision,
  begins boolean, outcome text, cause text, delay_ms double precision, at double precision
);

-- `number` is that of its change. `begins`: its attempt begins with the commit, if its lane is leased with it.
create type handoff.accepted_message as (
  number integer, id text, session_id text, direction text, kind text, content text, accepted_at double precision,
  begins boolean
);

create type handoff.session_change as (
  number integer, id text, conversation_id text, live_chat_id text, customer_id text, status text, reason text,
  expected_version integer, state text, requested_at double precision, last_activity_at double precision,
  idle_warned_at double precision, closed_at double precision, ended_at double precision,
  inbound_id text, answer text, at double precision
);

-- A line of a timeline that belongs to the request of this number.
create type handoff.timeline_line as (number integer, session_id text, line text);

-- `lanes` are the requests of a step about lanes. A commit has `changes`, with their messages, what is `settled`, the lanes
-- whose pending messages become dead letters, the `lanes` that are leased with it, and the lines of its events for the
-- `timeline`; each has the number of its change.
create type handoff.step as (
  replica text, waits boolean, lanes handoff.lane_step[], changes handoff.session_change[],
  messages handoff.accepted_message[], settled handoff.lane_step[], dead_letter handoff.lane_step[],
  timeline handoff.timeline_line[]
);

-- Leases are released without waiting for the disk, so a crash of the server can forget that one was: one from before the
-- start counts for five seconds more, from the start on, or from the moment on in which its holder could be heard again.
-- `p_alive_since`: since when the holder is alive without a break; null if it is not.
create function handoff.is_leased(
  p_lane handoff.lanes, p_now double precision, p_alive_since double precision
) returns boolean
  language sql stable parallel safe
as $$
  select p_lane.token is not null and p_lane.leased_until > p_now and (
    p_now < handoff.server_started_at() + 5000
    or (p_alive_since is not null and (
      p_lane.leased_at > handoff.server_started_at() or p_now < p_alive_since + 5000)))
$$;

-- Locks the lanes that the replica has leased, and gives the numbers of their requests.
create function handoff.lock_leased(p_replica text, p_lanes handoff.lane_step[], p_waits boolean) returns integer[]
  language plpgsql
as $$
begin
  if p_waits then
    perform from unnest(p_lanes) r
      join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
      for update of l;
  end if;
  return array(
    select r.number from unnest(p_lanes) r
    join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
    where l.token = r.token and l.holder = p_replica and l.leased_until > handoff.now_ms()
    for update of l skip locked
  );
end
$$;

-- The numbers of the requests that are not held because their lease is over, and not because of a lock.
create function handoff.lost_leases(p_replica text, p_lanes handoff.lane_step[], p_held integer[]) returns integer[]
  language plpgsql
as $$
begin
  return array(
    select r.number from unnest(p_lanes) r
    where r.number <> all (p_held) and not exists (
      select from handoff.lanes l
      where l.session_id = r.session_id and l.direction = r.direction
        and l.token = r.token and l.holder = p_replica and l.leased_until > handoff.now_ms()
    )
  );
end
$$;

-- At most 16 messages and 256 KiB from the head of a lane, and one message at least: as message-weight.ts has it.
create function handoff.lane_messages(p_session text, p_direction text) returns table (
  place bigint, id text, content text, accepted_at double precision, due_at double precision, attempts integer,
  unknown_attempts integer, is_begun boolean, last_cause text
)
  language sql stable
as $$
  select h.place, h.id, h.content, h.accepted_at, h.due_at, h.attempts, h.unknown_attempts, h.is_begun,
    h.last_cause
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

-- Leases lanes whose head is due, and begins the attempt at the head where the request says so, unless it is a start. Gives
-- the messages of each head as they were before, in order, with the session's state if the attempt has begun. A row without
-- a message: the head is due `wait_ms` later, or there is nothing to lease. If such a row `is_leased`, a commit has
-- dead-lettered everything since the look at the head, and the lane has to be released.
create function handoff.lease_lanes(p_step jsonb)
  returns table (
    number integer, is_leased boolean, wait_ms double precision, place bigint, id text, content text,
    accepted_at double precision, due_at double precision, attempts integer, unknown_attempts integer, is_begun boolean,
    last_cause text, begun_state text
  )
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_step handoff.step := jsonb_populate_record(null::handoff.step, p_step);
  v_replica text := v_step.replica;
  v_all handoff.lane_step[] := v_step.lanes;
  v_now double precision;
  v_locked integer[];
  v_leased integer[];
begin
  -- A replica that leases is alive, though its heartbeat may be late.
  if not exists (
    select from handoff.replicas r where r.id = v_replica and r.alive_until > handoff.now_ms() + 2000
  ) then
    perform handoff.heartbeat(jsonb_build_object('replica', v_replica, 'lasts_ms', 5000));
  end if;
  if v_step.waits then
    perform from unnest(v_all) r
      join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
      for update of l;
  end if;
  v_locked := array(
    select r.number from unnest(v_all) r
    join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
    for update of l skip locked
  );
  v_now := handoff.now_ms();
  -- Only the holder of these locks changes the heads of the lanes now.
  with head as (
    select r.*, h.due_at from unnest(v_all) r cross join lateral (
      select m.due_at from handoff.messages m
      where m.session_id = r.session_id and m.direction = r.direction and m.died_at is null
      order by m.place limit 1
    ) h where h.due_at <= v_now
  ), taken as (
    update handoff.lanes l
      set token = h.token, holder = v_replica, leased_at = v_now, leased_until = v_now + h.lasts_ms
      from head h
      where l.session_id = h.session_id and l.direction = h.direction and h.number = any (v_locked)
        and not handoff.is_leased(l, v_now, (
          select a.alive_since from handoff.replicas a where a.id = l.holder and a.alive_until > v_now))
      returning h.number
  ), made as (
    insert into handoff.lanes as l (session_id, direction, token, holder, leased_at, leased_until)
      select h.session_id, h.direction, h.token, v_replica, v_now, v_now + h.lasts_ms from head h
      where not exists (
        select from handoff.lanes l where l.session_id = h.session_id and l.direction = h.direction
      )
      order by h.session_id, h.direction
      on conflict do nothing
      returning l.token
  )
  select coalesce(array_agg(t.number), '{}') into v_leased from (
    select number from taken
    union all
    select h.number from made join head h on h.token = made.token
  ) t;
  if cardinality(v_leased) < cardinality(v_all) then
    return query
      select r.number, false, case when h.due_at > v_now then h.due_at - v_now end, null::bigint, null, null,
        null::double precision, null::double precision, null::integer, null::integer, null::boolean, null, null
      from unnest(v_all) r left join lateral (
        select m.due_at from handoff.messages m
        where m.session_id = r.session_id and m.direction = r.direction and m.died_at is null
        order by m.place limit 1
      ) h on true
      where r.number <> all (v_leased)
        and (h.due_at is null or h.due_at > v_now or r.number = any (v_locked) or v_step.waits);
  end if;
  if cardinality(v_leased) = 0 then return; end if;
  return query
    with begun as (
      update handoff.messages m
        set attempts = m.attempts + 1, unknown_attempts = m.unknown_attempts + m.is_begun::integer, is_begun = true
        from unnest(v_all) r, handoff.sessions s
        where r.number = any (v_leased) and r.begins and s.id = r.session_id
          and m.id = (
            select h.id from handoff.messages h
            where h.session_id = r.session_id and h.direction = r.direction and h.died_at is null
            order by h.place limit 1
          )
          and m.kind <> 'start' and m.died_at is null
        returning r.number, m.place, m.id, m.content, m.accepted_at, m.due_at, m.attempts - 1 as attempts,
          m.unknown_attempts, m.last_cause, s.state
    ), pending as (
      select r.number, m.place, m.id, m.content, m.accepted_at, m.due_at, m.attempts, m.unknown_attempts, m.is_begun,
          m.last_cause
        from unnest(v_all) r cross join lateral handoff.lane_messages(r.session_id, r.direction) m
        where r.number = any (v_leased) and not exists (select from begun b where b.id = m.id)
    )
    select b.number, true, null::double precision, b.place, b.id, b.content, b.accepted_at, b.due_at, b.attempts,
        b.unknown_attempts, false, b.last_cause, b.state
      from begun b
    union all
    select p.number, true, null, p.place, p.id, p.content, p.accepted_at, p.due_at, p.attempts, p.unknown_attempts,
        p.is_begun, p.last_cause, null
      from pending p
    union all
    select e.number, true, null, null, null, null, null, null, null, null, null, null, null
      from unnest(v_leased) as e (number)
      where not exists (select from begun b where b.number = e.number)
        and not exists (select from pending p where p.number = e.number)
    order by 1, 4;
end
$$;
