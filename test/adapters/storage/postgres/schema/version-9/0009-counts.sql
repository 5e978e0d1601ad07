-- How many sessions there are of each kind, and dead letters of each direction, for /metrics: counted with each change, since
-- counting the rows takes as long as there are rows. Sessions are locked against changes until they are counted once, about
-- a second for a million.
--
-- A change adds rows and changes none, so that no commit waits for another one. They are summed up from time to time.

create table handoff.counts (
  kind text not null,
  name text not null,
  reason text not null,
  delta integer not null
);

-- By the rights of whoever migrates: a role that runs the service need not be granted this table.
create function handoff.count_session() returns trigger
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

create function handoff.count_letter() returns trigger
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

create trigger sessions_are_counted after insert or delete on handoff.sessions
  for each row execute function handoff.count_session();
create trigger sessions_are_counted_anew after update of status, reason on handoff.sessions
  for each row when (old.status is distinct from new.status or old.reason is distinct from new.reason)
  execute function handoff.count_session();

create trigger letters_are_counted_as_they_come after insert on handoff.messages
  for each row when (new.died_at is not null) execute function handoff.count_letter();
create trigger letters_are_counted_as_they_go after delete on handoff.messages
  for each row when (old.died_at is not null) execute function handoff.count_letter();
create trigger letters_are_counted_as_they_die after update of died_at on handoff.messages
  for each row when ((old.died_at is null) <> (new.died_at is null)) execute function handoff.count_letter();

insert into handoff.counts
  select 'session', status, coalesce(reason, ''), count(*) from handoff.sessions group by status, reason;
insert into handoff.counts
  select 'letter', direction, '', count(*) from handoff.messages where died_at is not null group by direction;

-- Of what waits, so many at most are counted.
create function handoff.figures() returns table (kind text, name text, reason text, count double precision)
  language sql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
  select c.kind, c.name, c.reason, sum(c.delta)::double precision from handoff.counts c
    group by c.kind, c.name, c.reason having sum(c.delta) <> 0
  union all
  select 'waiting', w.direction, '', count(*)::double precision from (
      select m.direction from handoff.messages m where m.died_at is null limit 200000
    ) w group by w.direction
$$;

-- Puts one row for each kind in the place of many, of so many at a time. Of two at once, one leaves it to the other.
create function handoff.sum_up_counts() returns void
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
