-- The lines of timelines, as timeline/lines.ts writes them for the stores that are in memory.

-- Ids of messages mostly begin with that of their session, which is not written again.
create function handoff.short_id(p_id text, p_session text) returns text
  language sql immutable parallel safe
  as $$ select case when starts_with(p_id, p_session || '.') then substr(p_id, length(p_session) + 1) else p_id end $$;

-- A message that has left its lane, or the dead letters.
create function handoff.message_line(
  p_message handoff.messages, p_at double precision, p_as text, p_unknown_attempts integer, p_cause text
) returns text
  language sql stable parallel safe
as $$
  select format(
    E'm\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n', p_at, p_as, p_message.direction, p_message.kind,
    octet_length(p_message.content), p_message.accepted_at, p_message.attempts, p_unknown_attempts,
    handoff.short_id(p_message.id, p_message.session_id), translate(p_cause, E'\t\n', '  ')
  )
$$;

-- A message that has to be tried again.
create function handoff.attempt_line(p_message handoff.messages, p_step handoff.lane_step) returns text
  language sql stable parallel safe
as $$
  select format(
    E'a\t%s\t%s\t%s\t%s\t%s\n', p_step.at, p_step.outcome, p_step.at + p_step.delay_ms,
    handoff.short_id(p_message.id, p_message.session_id), translate(p_step.cause, E'\t\n', '  ')
  )
$$;

-- Ends the leases of those requests in whose lanes nothing is pending any more, and gives their numbers. Writes the lines of
-- the requests into their lanes in the same step; those of a lane that has many become a row. The lanes are locked.
create function handoff.release_emptied(
  p_lanes handoff.lane_step[], p_numbers integer[], p_lines handoff.timeline_line[]
) returns integer[]
  language plpgsql
as $$
declare
  v_emptied integer[];
  v_longest integer;
begin
  with done as (
    select r.number, r.session_id, r.direction,
        coalesce((select string_agg(n.line, '') from unnest(p_lines) n where n.number = r.number), '') as lines,
        not exists (
          select from handoff.messages m
          where m.session_id = r.session_id and m.direction = r.direction and m.died_at is null
        ) as is_empty
      from unnest(p_lanes) r where r.number = any (p_numbers)
  ), noted as (
    update handoff.lanes l
      set leased_until = case when d.is_empty then 0 else l.leased_until end, timeline = l.timeline || d.lines
      from done d
      where l.session_id = d.session_id and l.direction = d.direction and (d.is_empty or d.lines <> '')
      returning d.number, d.is_empty, length(l.timeline) as length
  )
  select coalesce(array_agg(n.number) filter (where n.is_empty), '{}'), max(n.length)
    into v_emptied, v_longest from noted n;
  if v_longest > 200 then
    with long as (
      select l.session_id, l.direction, l.timeline from unnest(p_lanes) r
        join handoff.lanes l on l.session_id = r.session_id and l.direction = r.direction
        where r.number = any (p_numbers) and length(l.timeline) > 200
    ), moved as (
      insert into handoff.timelines (session_id, lines) select g.session_id, g.timeline from long g
    )
    update handoff.lanes l set timeline = '' from long g
      where l.session_id = g.session_id and l.direction = g.direction;
  end if;
  return v_emptied;
end
$$;
