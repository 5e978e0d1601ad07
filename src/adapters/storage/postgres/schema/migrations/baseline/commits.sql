-- What changes sessions, or refuses to.

-- Commits changes: state, messages, idempotency record, and what is settled. One row for each change, with its outcome as
-- the port has it. Where one is committed, `leased` are the tokens of the lanes that were empty and free and are leased now,
-- those of the other changes too, and `is_released` tells that nothing is pending in the lane of its settlement, which is free
-- then.
--
-- An index of sessions decides about live chats that are taken, and the key of inbound about races of one request; the caller
-- reads their names in the error. The lock on a session keeps others from adding to its lanes, so what is empty stays so until the end.
create function handoff.commit_changes(p_step jsonb)
  returns table (
    number integer, outcome text, leased text[], is_released boolean, before_session text, before_answer text
  )
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_step handoff.step := jsonb_populate_record(null::handoff.step, p_step);
  v_replica text := v_step.replica;
  v_all handoff.session_change[] := v_step.changes;
  v_settled handoff.lane_step[] := v_step.settled;
  v_lanes handoff.lane_step[] := v_step.lanes;
  v_now double precision;
  v_lost integer[] := '{}';
  v_held integer[];
  v_blocked integer[] := '{}';
  v_locked integer[];
  v_done integer[];
  v_leased text[] := '{}';
  v_emptied integer[] := '{}';
  v_lines handoff.timeline_line[];
begin
  if cardinality(v_lanes) > 0 and not exists (
    select from handoff.replicas r where r.id = v_replica and r.alive_until > handoff.now_ms() + 2000
  ) then
    perform handoff.heartbeat(jsonb_build_object('replica', v_replica, 'lasts_ms', 5000));
  end if;
  if cardinality(v_settled) > 0 then
    v_held := handoff.lock_leased(v_replica, v_settled, v_step.waits);
    if cardinality(v_held) < cardinality(v_settled) then
      v_lost := handoff.lost_leases(v_replica, v_settled, v_held);
      v_blocked := array(select r.number from unnest(v_settled) r where r.number <> all (v_held));
    end if;
  end if;
  if v_step.waits then
    perform from unnest(v_all) c join handoff.sessions s on s.id = c.id for no key update of s;
  end if;
  v_locked := array(
    select c.number from unnest(v_all) c join handoff.sessions s on s.id = c.id
    where c.expected_version > 0 and c.number <> all (v_blocked)
    for no key update of s skip locked
  );
  v_now := handoff.now_ms();
  -- Only the holder of these locks changes the sessions now.
  with renewed as (
    update handoff.sessions s set
      live_chat_id = c.live_chat_id, customer_id = c.customer_id, status = c.status, reason = c.reason,
      version = c.expected_version + 1, state = c.state, last_activity_at = c.last_activity_at,
      idle_warned_at = c.idle_warned_at, closed_at = c.closed_at, ended_at = c.ended_at
      from unnest(v_all) c
      where s.id = c.id and c.number = any (v_locked) and s.version = c.expected_version
        and not exists (
          select from handoff.inbound i where i.conversation_id = c.conversation_id and i.id = c.inbound_id
        )
      returning c.number
  )
  select array(select number from renewed) into v_done;
  if cardinality(v_locked) < cardinality(v_all) then
    with opened as (
      insert into handoff.sessions as s (
        id, conversation_id, live_chat_id, customer_id, status, reason, version, state,
        requested_at, last_activity_at, idle_warned_at, closed_at, ended_at
      ) select c.id, c.conversation_id, c.live_chat_id, c.customer_id, c.status, c.reason, 1, c.state,
          c.requested_at, c.last_activity_at, c.idle_warned_at, c.closed_at, c.ended_at
        from unnest(v_all) c
        where c.expected_version = 0 and not exists (
          select from handoff.inbound i where i.conversation_id = c.conversation_id and i.id = c.inbound_id
        )
        order by c.conversation_id
      on conflict do nothing
      returning s.id
    )
    select v_done || array(select c.number from opened o join unnest(v_all) c on c.id = o.id) into v_done;
  end if;
  if cardinality(v_settled) > 0 then
    v_lines := handoff.record_outcomes(v_settled, v_done);
  end if;
  if cardinality(v_lanes) > 0 then
    v_lanes := array(
      select r from unnest(v_lanes) r
      where r.number = any (v_done) and not exists (
        select from handoff.messages m
        where m.session_id = r.session_id and m.direction = r.direction and m.died_at is null
      )
    );
    with free as (
      select r.session_id, r.direction from unnest(v_lanes) r
      join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
      where not handoff.is_leased(l, v_now, (
        select a.alive_since from handoff.replicas a where a.id = l.holder and a.alive_until > v_now))
      for update of l skip locked
    ), taken as (
      update handoff.lanes l
        set token = r.token, holder = v_replica, leased_at = v_now, leased_until = v_now + r.lasts_ms
        from free f join unnest(v_lanes) r on r.session_id = f.session_id and r.direction = f.direction
        where l.session_id = f.session_id and l.direction = f.direction
        returning r.token
    ), made as (
      insert into handoff.lanes as l (session_id, direction, token, holder, leased_at, leased_until)
        select r.session_id, r.direction, r.token, v_replica, v_now, v_now + r.lasts_ms from unnest(v_lanes) r
        where not exists (
          select from handoff.lanes l where l.session_id = r.session_id and l.direction = r.direction
        )
        order by r.session_id, r.direction
        on conflict do nothing
        returning l.token
    )
    select array(select t.token from taken t union all select m.token from made m) into v_leased;
  end if;
  if cardinality(v_step.dead_letter) > 0 then
    with gone as (
      delete from handoff.messages m using unnest(v_step.dead_letter) r
        where r.number = any (v_done) and m.session_id = r.session_id and m.direction = r.direction
          and m.died_at is null and m.kind not in ('say', 'notice')
        returning m.session_id, handoff.message_line(m, r.at, 'dropped', m.unknown_attempts, null) as line
    )
    insert into handoff.timelines (session_id, lines)
      select g.session_id, string_agg(g.line, '') from gone g group by g.session_id;
    update handoff.messages m set died_at = r.at, cause = 'abandoned' from unnest(v_step.dead_letter) r
      where r.number = any (v_done) and m.session_id = r.session_id and m.direction = r.direction
        and m.died_at is null;
  end if;
  if cardinality(v_step.messages) > 0 then
    insert into handoff.messages (
      id, session_id, direction, kind, content, accepted_at, due_at, attempts, is_begun
    ) select o.id, o.session_id, o.direction, o.kind, o.content, o.accepted_at, v_now, o.is_begun::integer, o.is_begun
      from (
        select m.*, m.begins and exists (
          select from unnest(v_lanes) r
          where r.session_id = m.session_id and r.direction = m.direction and r.token = any (v_leased)
        ) as is_begun
        from unnest(v_step.messages) with ordinality
          as m (number, id, session_id, direction, kind, content, accepted_at, begins, turn)
        where m.number = any (v_done)
      ) o
      order by o.turn;
  end if;
  if cardinality(v_step.timeline) > 0 then
    insert into handoff.timelines (session_id, lines)
      select t.session_id, t.line from unnest(v_step.timeline) t where t.number = any (v_done);
  end if;
  insert into handoff.inbound (conversation_id, id, session_id, answer, at)
    select c.conversation_id, c.inbound_id, c.id, c.answer, c.at
    from unnest(v_all) c
    where c.inbound_id is not null and c.number = any (v_done);
  if cardinality(v_settled) > 0 then
    v_emptied := handoff.release_emptied(v_settled, v_done, v_lines);
  end if;
  return query
    select d.number, 'committed', v_leased, d.number = any (v_emptied), null::text, null::text
    from unnest(v_done) as d (number);
  if cardinality(v_done) = cardinality(v_all) then return; end if;
  return query
    select u.* from (
      select c.number, case
          when i.id is not null then 'repeated'
          when c.number = any (v_lost) then 'lease-lost'
          when c.expected_version = 0 then case when s.id is null then 'conversation-taken' else 'stale' end
          when s.version is distinct from c.expected_version then 'stale'
        end as outcome, '{}'::text[], false, i.session_id, i.answer
      from unnest(v_all) c
      left join handoff.inbound i on i.conversation_id = c.conversation_id and i.id = c.inbound_id
      left join handoff.sessions s on s.id = c.id
      where c.number <> all (v_done)
    ) u
    where u.outcome is not null;
end
$$;

-- The version counts on, so that a decision that was made while the lane was shorter is made again.
create function handoff.replay_dead_letter(p_step jsonb, out outcome text, out session_id text, out direction text)
  language plpgsql
as $$
#variable_conflict use_column
declare
  v_message text := p_step->>'id';
  v_status text;
begin
  select m.session_id, m.direction into session_id, direction
    from handoff.messages m where m.id = v_message and m.died_at is not null;
  if not found then outcome := 'unknown'; return; end if;
  select s.status into v_status from handoff.sessions s where s.id = replay_dead_letter.session_id for update;
  if v_status not in ('requested', 'queued', 'active') then outcome := 'session-ended'; return; end if;
  update handoff.messages m
    set died_at = null, cause = null, due_at = handoff.now_ms(), place = default
    where m.id = v_message and m.died_at is not null;
  if not found then outcome := 'unknown'; return; end if;
  update handoff.sessions s set version = s.version + 1 where s.id = replay_dead_letter.session_id;
  insert into handoff.timelines (session_id, lines) values (
    replay_dead_letter.session_id,
    format(E'r\t%s\t%s\n', p_step->'at', handoff.short_id(v_message, replay_dead_letter.session_id))
  );
  outcome := 'replayed';
end
$$;

-- An ended session holds the id of its live chat as long as a message for it is pending or an attempt is under way: it must
-- not reach the session that is given the id next. A trigger, so that it binds replicas of every version. It fails with the
-- name of the index of sessions that are not ended.
create or replace function handoff.expect_free_live_chat() returns trigger
  language plpgsql
as $$
declare
  v_now double precision := handoff.now_ms();
begin
  -- Of two that learn the same id at once the second looks when the first is committed, whatever their states are.
  perform pg_advisory_xact_lock(hashtextextended(new.live_chat_id, 0));
  perform from handoff.sessions s
    where s.live_chat_id = new.live_chat_id and s.id <> new.id and (
      s.status <> 'ended'
      or exists (
        select from handoff.messages m
        where m.session_id = s.id and m.direction = 'to-live-chat' and m.died_at is null
      )
      or exists (
        select from handoff.lanes l
        where l.session_id = s.id and l.direction = 'to-live-chat' and handoff.is_leased(l, v_now, (
          select a.alive_since from handoff.replicas a where a.id = l.holder and a.alive_until > v_now))
      )
    );
  if found then
    raise unique_violation using
      message = 'another session holds this live chat', constraint = 'sessions_one_per_live_chat';
  end if;
  return null;
end
$$;
