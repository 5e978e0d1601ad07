-- How much of everything there is.

-- With the rights of the role that migrates: a role that runs the service need not be granted this table.
create or replace function handoff.count_session() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op <> 'INSERT' then
    insert into handoff.counts values ('session', old.status, coalesce(old.reason, ''), -1);
  end if;
  if tg_op <> 'DELETE' then
    insert into handoff.counts values ('session', new.status, coalesce(new.reason, ''), 1);
  end if;
  return null;
end
$$;

create or replace function handoff.count_letter() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op <> 'INSERT' and old.died_at is not null then
    insert into handoff.counts values ('letter', old.direction, '', -1);
  end if;
  if tg_op <> 'DELETE' and new.died_at is not null then
    insert into handoff.counts values ('letter', new.direction, '', 1);
  end if;
  return null;
end
$$;

-- At most 200,000 pending messages are counted.
create function handoff.metrics() returns table (kind text, name text, reason text, count double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
  select c.kind, c.name, c.reason, sum(c.delta)::double precision from handoff.counts c
    group by c.kind, c.name, c.reason having sum(c.delta) <> 0
  union all
  select 'pending', w.direction, '', count(*)::double precision from (
      select m.direction from handoff.messages m where m.died_at is null limit 200000
    ) w group by w.direction
$$;

-- Sums up the rows of each kind, 50,000 at a time. Of two at once, one leaves it to the other.
create function handoff.compact_counts() returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not pg_try_advisory_xact_lock(hashtextextended('handoff.counts', 0)) then return; end if;
  with gone as (
    delete from handoff.counts c where c.ctid = any (array(select d.ctid from handoff.counts d limit 50000))
      returning c.kind, c.name, c.reason, c.delta
  )
  insert into handoff.counts
    select g.kind, g.name, g.reason, sum(g.delta) from gone g
    group by g.kind, g.name, g.reason having sum(g.delta) <> 0;
end
$$;
