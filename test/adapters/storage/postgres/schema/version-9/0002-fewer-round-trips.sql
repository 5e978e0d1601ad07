-- Lease and begin in one step, begin and read in one step, settle and release in one step.

-- As lease_lane, and with `p_begins` the attempt at the first message begins in the same step, unless it is a start: then
-- `begun_state` is the session. It waits for the row of the lane and does not skip it: the row is locked only within single
-- statements, and a holder that gives the lane back saw only what was committed before it looked.
create function handoff.take_lane(
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
    from handoff.messages m
    where m.session_id = p_session and m.direction = p_direction and m.died_at is null
    order by m.place;
  if v_state is null then return; end if;
  update handoff.messages m
    set attempts = m.attempts + 1, unknown_attempts = m.unknown_attempts + m.is_begun::integer, is_begun = true
    where m.id = v_head;
  -- A lease may be lost with the server; that something may have gone out may not.
  perform set_config('synchronous_commit', v_sync, true);
end
$$;

-- The session's state, or nothing when the attempt must not be made.
create function handoff.begin_next(
  p_session text, p_direction text, p_holder text, p_token text, p_message text, p_for double precision
) returns text
  language plpgsql
as $$
declare
  v_state text;
begin
  if not handoff.begin_attempt(p_session, p_direction, p_holder, p_token, p_message, p_for) then return null; end if;
  select s.state into v_state from handoff.sessions s where s.id = p_session;
  return v_state;
end
$$;

-- A lane in which nothing waits any more is given back. Its token stays, so that a repeat is recognised.
create function handoff.settle_and_release(
  p_session text, p_direction text, p_holder text, p_token text,
  p_message text, p_as text, p_cause text, p_delay double precision, p_at double precision
) returns text
  language plpgsql
as $$
begin
  if not handoff.keep_lane(p_session, p_direction, p_holder, p_token) then
    perform from handoff.lanes
      where session_id = p_session and direction = p_direction and token = p_token and holder = p_holder
        and leased_until = 0
        and not exists (select from handoff.messages m where m.id = p_message and m.is_begun);
    return case when found then 'released' else 'lost' end;
  end if;
  perform handoff.settle_message(p_session, p_direction, p_message, p_as, p_cause, p_delay, p_at);
  perform from handoff.messages m
    where m.session_id = p_session and m.direction = p_direction and m.died_at is null
    limit 1;
  if found then return 'settled'; end if;
  update handoff.lanes set leased_until = 0 where session_id = p_session and direction = p_direction;
  return 'released';
end
$$;
