-- What becomes of the messages of leased lanes.

-- Extends leases and begins attempts. Gives the state of each session; none when the message must not be sent: it does not
-- wait any more, or the lease is over. An attempt that was begun before and never settled counts as one of unknown outcome.
create function handoff.begin_attempts(p_step jsonb) returns table (number integer, state text)
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_step handoff.step := jsonb_populate_record(null::handoff.step, p_step);
  v_all handoff.lane_step[] := v_step.lanes;
  v_held integer[] := handoff.lock_leased(v_step.replica, v_all, v_step.waits);
  v_lost integer[];
  v_now double precision := handoff.now_ms();
begin
  if cardinality(v_held) < cardinality(v_all) then v_lost := handoff.lost_leases(v_step.replica, v_all, v_held); end if;
  -- A hundredth of the time is not worth a write.
  update handoff.lanes l set leased_at = v_now, leased_until = v_now + r.lasts_ms from unnest(v_all) r
    where r.number = any (v_held) and l.session_id = r.session_id and l.direction = r.direction
      and l.leased_until < v_now + r.lasts_ms - r.lasts_ms / 100;
  return query
    with begun as (
      update handoff.messages m
        set attempts = m.attempts + 1, unknown_attempts = m.unknown_attempts + m.is_begun::integer, is_begun = true
        from unnest(v_all) r, handoff.sessions s
        where r.number = any (v_held) and m.id = r.message_id and m.session_id = r.session_id
          and m.direction = r.direction and m.died_at is null and s.id = r.session_id
        returning r.number, s.state
    )
    select n.number, b.state from unnest(v_held || v_lost) as n (number) left join begun b on b.number = n.number;
end
$$;

-- Records the outcomes of those requests whose lanes the caller has locked, and gives their lines for the timeline. A message
-- that became a dead letter in the middle of its attempt is one for good only when it was not delivered after all.
create function handoff.record_outcomes(p_lanes handoff.lane_step[], p_held integer[]) returns handoff.timeline_line[]
  language plpgsql
as $$
declare
  v_lines handoff.timeline_line[];
  v_more handoff.timeline_line[];
begin
  with gone as (
    delete from handoff.messages m using unnest(p_lanes) r
      where r.number = any (p_held) and r.outcome in ('delivered', 'dropped')
        and m.id = r.message_id and m.session_id = r.session_id and m.direction = r.direction
        and (m.died_at is null or m.is_begun)
      returning row(
        r.number, m.session_id, handoff.message_line(m, r.at, r.outcome, m.unknown_attempts, null)
      )::handoff.timeline_line as line
  )
  select array_agg(g.line) into v_lines from gone g;
  if not exists (select from unnest(p_lanes) r where r.outcome not in ('delivered', 'dropped')) then return v_lines; end if;
  with left_over as (
    update handoff.messages m
      set is_begun = false,
        unknown_attempts = m.unknown_attempts + (r.outcome = 'unknown')::integer,
        cause = case when r.outcome = 'rejected' then r.cause else m.cause end,
        last_cause = case when r.outcome = 'rejected' then m.last_cause else r.cause end,
        died_at = case when r.outcome = 'rejected' then coalesce(m.died_at, r.at) else m.died_at end,
        due_at = case when r.outcome = 'rejected' or m.died_at is not null then m.due_at
          else handoff.now_ms() + r.delay_ms end
      from unnest(p_lanes) r
      where r.number = any (p_held) and r.outcome in ('rejected', 'not-delivered', 'unknown')
        and m.id = r.message_id and m.session_id = r.session_id and m.direction = r.direction
        and (m.died_at is null or m.is_begun)
      returning row(r.number, m.session_id, case
          when r.outcome = 'rejected' then handoff.message_line(m, r.at, r.outcome, m.unknown_attempts, r.cause)
          else handoff.attempt_line(m, r)
        end)::handoff.timeline_line as line
  )
  select array_agg(l.line) into v_more from left_over l;
  return v_lines || v_more;
end
$$;

-- Settles attempts: `settled`, or `released` when nothing is pending in the lane any more, which is free then. Its token stays,
-- so that a repeat is `released` as well. `lost`: the lease is over, and nothing was recorded.
create function handoff.settle_attempts(p_step jsonb) returns table (number integer, outcome text)
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_step handoff.step := jsonb_populate_record(null::handoff.step, p_step);
  v_replica text := v_step.replica;
  v_all handoff.lane_step[] := v_step.lanes;
  v_held integer[] := handoff.lock_leased(v_replica, v_all, v_step.waits);
  v_lost integer[];
  v_emptied integer[];
begin
  if cardinality(v_held) < cardinality(v_all) then v_lost := handoff.lost_leases(v_replica, v_all, v_held); end if;
  v_emptied := handoff.release_emptied(v_all, v_held, handoff.record_outcomes(v_all, v_held));
  return query
    select h.number, case when h.number = any (v_emptied) then 'released' else 'settled' end
      from unnest(v_held) as h (number);
  if v_lost is null then return; end if;
  return query
    select r.number, case when l.session_id is null then 'lost' else 'released' end
    from unnest(v_all) r
    left join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
      and l.token = r.token and l.holder = v_replica and l.leased_until = 0
      and not exists (select from handoff.messages m where m.id = r.message_id and m.is_begun)
    where r.number = any (v_lost);
end
$$;

-- Waits for rows that are locked, and no step that has one locked waits for another.
create function handoff.release_lanes(p_step jsonb) returns table (number integer)
  language plpgsql
  set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_step handoff.step := jsonb_populate_record(null::handoff.step, p_step);
begin
  perform set_config('synchronous_commit', 'off', true);
  update handoff.lanes l set token = null from unnest(v_step.lanes) r
    where l.session_id = r.session_id and l.direction = r.direction and l.token = r.token and l.holder = v_step.replica;
  return query select r.number from unnest(v_step.lanes) r;
end
$$;
