-- No heartbeat arrives while the server or the way to it is down, or recovers: where none came from any replica for four
-- seconds, that says nothing of one of them, and who was there before gets the whole time once more. Leases last a minute at
-- most, so who was silent for longer before has none.
create function handoff.heartbeat(p_step jsonb) returns void
  language plpgsql
as $$
declare
  v_now double precision := handoff.now_ms();
  v_until double precision := v_now + (p_step->'lasts_ms')::double precision;
begin
  if not exists (select from handoff.replicas r where r.alive_until > v_until - 4000) then
    -- In one order, so that replicas that come back at once cannot deadlock.
    perform from handoff.replicas r where r.alive_until > v_now - 60000 order by r.id for update;
    update handoff.replicas r set alive_until = v_until, alive_since = v_now
      where r.alive_until > v_now - 60000 and r.alive_until <= v_until - 4000;
  end if;
  insert into handoff.replicas as known (id, alive_until, alive_since) values (p_step->>'replica', v_until, v_now)
    on conflict (id) do update set alive_until = greatest(known.alive_until, excluded.alive_until),
      alive_since = case when known.alive_until < v_now then v_now else known.alive_since end;
end
$$;
