-- Sessions, their messages, and the lanes in which those wait.
--
-- Migrations only add: replicas of the version before go on working while this one is applied and after it. A table or
-- column that nobody uses any more goes with a later version; a function whose meaning or parameters change gets a new
-- name. Ids stand here as JSON would write them, without quotes; state and content are JSON text, and only the service
-- reads them. Times are milliseconds since 1970.

create schema handoff;

create function handoff.now_ms() returns double precision
  language sql volatile parallel safe
  as $$ select floor(extract(epoch from clock_timestamp()) * 1000)::double precision $$;

-- Who was alive when the server went down had no chance to say that it still is.
create function handoff.everybody_lives_until() returns double precision
  language sql stable parallel safe
  as $$ select floor(extract(epoch from pg_postmaster_start_time()) * 1000)::double precision + 5000 $$;

create table handoff.sessions (
  id text primary key,
  conversation_id text not null,
  live_chat_id text,
  customer_id text not null,
  status text not null,
  reason text,
  version integer not null,
  state text not null,
  requested_at double precision not null,
  last_activity_at double precision not null,
  idle_warned_at double precision,
  closed_at double precision,
  ended_at double precision
) with (fillfactor = 80);

create unique index sessions_one_per_conversation on handoff.sessions (conversation_id) where status <> 'ended';
create unique index sessions_one_per_live_chat on handoff.sessions (live_chat_id) where status <> 'ended';
create index sessions_of_live_chat on handoff.sessions (live_chat_id) where live_chat_id is not null;
create index sessions_of_customer on handoff.sessions (customer_id);
create index sessions_requested on handoff.sessions (requested_at) where status = 'requested';
create index sessions_ended on handoff.sessions (ended_at) where status = 'ended';
create index sessions_with_texts on handoff.sessions (ended_at) where status = 'ended' and customer_id <> 'erased';

-- What waits, and with `died_at` what could not be delivered. `place` is the order of a lane.
create table handoff.messages (
  id text primary key,
  session_id text not null references handoff.sessions on delete cascade,
  direction text not null,
  place bigint generated always as identity,
  kind text not null,
  content text not null,
  accepted_at double precision not null,
  due_at double precision not null,
  attempts integer not null default 0,
  unknown_attempts integer not null default 0,
  is_begun boolean not null default false,
  cause text,
  died_at double precision
) with (fillfactor = 70);

create index messages_waiting on handoff.messages (session_id, direction, place) where died_at is null;
create index messages_dead on handoff.messages (died_at) where died_at is not null;
create index messages_of_session on handoff.messages (session_id);

create table handoff.lanes (
  session_id text not null references handoff.sessions on delete cascade,
  direction text not null,
  token text,
  holder text,
  leased_at double precision not null default 0,
  leased_until double precision not null,
  primary key (session_id, direction)
) with (fillfactor = 70);

-- A replica that does not say for some seconds that it is alive loses its lanes.
create table handoff.replicas (
  id text primary key,
  alive_until double precision not null
) with (fillfactor = 50);

create table handoff.inbound (
  conversation_id text not null,
  id text not null,
  session_id text not null references handoff.sessions on delete cascade,
  answer text not null,
  at double precision not null,
  primary key (conversation_id, id)
);

create index inbound_of_session on handoff.inbound (session_id);

create function handoff.say_alive(p_replica text, p_for double precision) returns void
  language plpgsql
as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into handoff.replicas as known (id, alive_until) values (p_replica, handoff.now_ms() + p_for)
    on conflict (id) do update set alive_until = greatest(known.alive_until, excluded.alive_until);
end
$$;

-- Leases are given back without waiting for the disk, so a crash of the server can forget that one was. One from before the
-- server's start counts only as long as whoever has it can be expected to settle.
create function handoff.is_held(p_lane handoff.lanes, p_now double precision) returns boolean
  language sql stable
as $$
  select p_lane.token is not null and p_lane.leased_until > p_now and (
    p_now < handoff.everybody_lives_until()
    or (p_lane.leased_at > handoff.everybody_lives_until() - 5000
      and exists (select from handoff.replicas r where r.id = p_lane.holder and r.alive_until > p_now)))
$$;

-- Locks the lane until the end of the transaction if this worker still holds it.
create function handoff.keep_lane(p_session text, p_direction text, p_holder text, p_token text) returns boolean
  language plpgsql
as $$
begin
  perform from handoff.lanes
    where session_id = p_session and direction = p_direction and token = p_token and holder = p_holder
      and leased_until > handoff.now_ms()
    for update;
  return found;
end
$$;

-- No row: nothing waits, or somebody else has the lane. One row with `wait_ms` alone: its head is due that much later.
create function handoff.lease_lane(
  p_session text, p_direction text, p_holder text, p_token text, p_for double precision
) returns table (
  wait_ms double precision, id text, content text, accepted_at double precision, due_at double precision,
  attempts integer, unknown_attempts integer, is_begun boolean
)
  language plpgsql
as $$
#variable_conflict use_column
declare
  v_now double precision := handoff.now_ms();
  v_due double precision;
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
  -- Two workers of one idle lane: the second sees the lock and leaves, as the first delivers everything.
  perform from handoff.lanes l where l.session_id = p_session and l.direction = p_direction for update skip locked;
  if found then
    update handoff.lanes l set token = p_token, holder = p_holder, leased_at = v_now, leased_until = v_now + p_for
      where l.session_id = p_session and l.direction = p_direction and not handoff.is_held(l, v_now);
  else
    insert into handoff.lanes (session_id, direction, token, holder, leased_at, leased_until)
      values (p_session, p_direction, p_token, p_holder, v_now, v_now + p_for)
      on conflict do nothing;
  end if;
  if not found then return; end if;
  -- Only now is it certain that nobody else changes the lane's head.
  select m.due_at into v_due from handoff.messages m
    where m.session_id = p_session and m.direction = p_direction and m.died_at is null
    order by m.place limit 1;
  if not found or v_due > v_now then
    update handoff.lanes l set token = null where l.session_id = p_session and l.direction = p_direction;
    return;
  end if;
  return query
    select null::double precision, m.id, m.content, m.accepted_at, m.due_at, m.attempts, m.unknown_attempts, m.is_begun
    from handoff.messages m
    where m.session_id = p_session and m.direction = p_direction and m.died_at is null
    order by m.place;
end
$$;

-- An attempt that was begun and never settled has an outcome that nobody will learn.
create function handoff.begin_attempt(
  p_session text, p_direction text, p_holder text, p_token text, p_message text, p_for double precision
) returns boolean
  language plpgsql
as $$
declare
  v_until double precision := handoff.now_ms() + p_for;
begin
  if not handoff.keep_lane(p_session, p_direction, p_holder, p_token) then return false; end if;
  update handoff.messages
    set attempts = attempts + 1, unknown_attempts = unknown_attempts + is_begun::integer, is_begun = true
    where id = p_message and session_id = p_session and direction = p_direction and died_at is null;
  if not found then return false; end if;
  -- A hundredth of the time is not worth a write.
  update handoff.lanes set leased_at = v_until - p_for, leased_until = v_until
    where session_id = p_session and direction = p_direction and leased_until < v_until - p_for / 100;
  return true;
end
$$;

-- A message that was given up in the middle of the attempt is a dead letter already: only now is it known whether it is lost.
create function handoff.settle_message(
  p_session text, p_direction text, p_message text, p_as text, p_cause text, p_delay double precision,
  p_at double precision
) returns void
  language plpgsql
as $$
begin
  if p_as in ('delivered', 'dropped') then
    delete from handoff.messages
      where id = p_message and session_id = p_session and direction = p_direction and (died_at is null or is_begun);
  elsif p_as = 'rejected' then
    update handoff.messages set is_begun = false, cause = p_cause, died_at = coalesce(died_at, p_at)
      where id = p_message and session_id = p_session and direction = p_direction and (died_at is null or is_begun);
  else
    update handoff.messages
      set is_begun = false,
        unknown_attempts = unknown_attempts + (p_as = 'unknown')::integer,
        due_at = case when died_at is null then handoff.now_ms() + p_delay else due_at end
      where id = p_message and session_id = p_session and direction = p_direction and (died_at is null or is_begun);
  end if;
end
$$;

create function handoff.settle_attempt(
  p_session text, p_direction text, p_holder text, p_token text,
  p_message text, p_as text, p_cause text, p_delay double precision, p_at double precision
) returns boolean
  language plpgsql
as $$
begin
  if not handoff.keep_lane(p_session, p_direction, p_holder, p_token) then return false; end if;
  perform handoff.settle_message(p_session, p_direction, p_message, p_as, p_cause, p_delay, p_at);
  return true;
end
$$;

create function handoff.release_lane(p_session text, p_direction text, p_holder text, p_token text) returns void
  language plpgsql
as $$
begin
  perform set_config('synchronous_commit', 'off', true);
  update handoff.lanes set token = null
    where session_id = p_session and direction = p_direction and token = p_token and holder = p_holder;
end
$$;

-- Everything or nothing: state, messages, the remembered request and what is settled. Two indexes of sessions and the
-- key of inbound decide the races that are not seen here; the caller reads their names in the error.
create function handoff.commit_change(
  p_id text, p_conversation text, p_live_chat text, p_customer text, p_status text, p_reason text,
  p_expected integer, p_state text,
  p_requested_at double precision, p_last_activity_at double precision, p_idle_warned_at double precision,
  p_closed_at double precision, p_ended_at double precision, p_at double precision,
  p_inbound text, p_answer text,
  p_abandon text[],
  p_out_ids text[], p_out_directions text[], p_out_kinds text[], p_out_contents text[],
  p_out_accepted double precision[],
  p_lane text, p_holder text, p_token text, p_message text, p_as text, p_cause text, p_delay double precision,
  out outcome text, out before_session text, out before_answer text
)
  language plpgsql
as $$
declare
  v_now double precision := handoff.now_ms();
begin
  if p_inbound is not null then
    select 'repeated', i.session_id, i.answer into outcome, before_session, before_answer
      from handoff.inbound i where i.conversation_id = p_conversation and i.id = p_inbound;
    if found then return; end if;
  end if;
  if p_token is not null and not handoff.keep_lane(p_id, p_lane, p_holder, p_token) then
    outcome := 'lease-lost';
    return;
  end if;
  if p_expected = 0 then
    insert into handoff.sessions (
      id, conversation_id, live_chat_id, customer_id, status, reason, version, state,
      requested_at, last_activity_at, idle_warned_at, closed_at, ended_at
    ) values (
      p_id, p_conversation, p_live_chat, p_customer, p_status, p_reason, 1, p_state,
      p_requested_at, p_last_activity_at, p_idle_warned_at, p_closed_at, p_ended_at
    ) on conflict do nothing;
  else
    if p_live_chat is not null and p_status <> 'ended' and exists (
      select from handoff.sessions s where s.live_chat_id = p_live_chat and s.status <> 'ended' and s.id <> p_id
    ) then
      perform from handoff.sessions s where s.id = p_id and s.version = p_expected;
      outcome := case when found then 'live-chat-taken' else 'stale' end;
      return;
    end if;
    update handoff.sessions s set
      live_chat_id = p_live_chat, customer_id = p_customer, status = p_status, reason = p_reason,
      version = p_expected + 1, state = p_state, last_activity_at = p_last_activity_at,
      idle_warned_at = p_idle_warned_at, closed_at = p_closed_at, ended_at = p_ended_at
      where s.id = p_id and s.version = p_expected;
  end if;
  if not found then
    -- Whoever was faster may have been a copy of this request.
    select 'repeated', i.session_id, i.answer into outcome, before_session, before_answer
      from handoff.inbound i where i.conversation_id = p_conversation and i.id = p_inbound;
    if found then return; end if;
    perform from handoff.sessions s where s.id = p_id;
    outcome := case when p_expected > 0 or found then 'stale' else 'conversation-taken' end;
    return;
  end if;
  if p_message is not null then
    perform handoff.settle_message(p_id, p_lane, p_message, p_as, p_cause, p_delay, p_at);
  end if;
  if cardinality(p_abandon) > 0 then
    delete from handoff.messages m
      where m.session_id = p_id and m.direction = any (p_abandon) and m.died_at is null
        and m.kind not in ('say', 'notice');
    update handoff.messages m set died_at = p_at, cause = 'abandoned'
      where m.session_id = p_id and m.direction = any (p_abandon) and m.died_at is null;
  end if;
  if cardinality(p_out_ids) > 0 then
    insert into handoff.messages (id, session_id, direction, kind, content, accepted_at, due_at)
      select o.id, p_id, o.direction, o.kind, o.content, o.accepted_at, v_now
      from unnest(p_out_ids, p_out_directions, p_out_kinds, p_out_contents, p_out_accepted)
        with ordinality as o (id, direction, kind, content, accepted_at, number)
      order by o.number;
  end if;
  if p_inbound is not null then
    insert into handoff.inbound (conversation_id, id, session_id, answer, at)
      values (p_conversation, p_inbound, p_id, p_answer, p_at);
  end if;
  outcome := 'committed';
end
$$;

-- The version counts on, so that whoever decided while the lane was shorter decides again.
create function handoff.replay_letter(
  p_message text, out outcome text, out letter_session text, out letter_direction text
)
  language plpgsql
as $$
declare
  v_status text;
begin
  select m.session_id, m.direction into letter_session, letter_direction
    from handoff.messages m where m.id = p_message and m.died_at is not null;
  if not found then outcome := 'unknown'; return; end if;
  select s.status into v_status from handoff.sessions s where s.id = letter_session for update;
  if v_status not in ('requested', 'queued', 'active') then outcome := 'session-ended'; return; end if;
  update handoff.messages
    set died_at = null, cause = null, due_at = handoff.now_ms(), place = default
    where id = p_message and died_at is not null;
  if not found then outcome := 'unknown'; return; end if;
  update handoff.sessions set version = version + 1 where id = letter_session;
  outcome := 'replayed';
end
$$;
