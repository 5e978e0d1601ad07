-- A database at migration 9: its tables are added to, the functions of this version stand beside those of the version
-- before, and what neither version calls goes. The README says what else goes, and when.

alter table handoff.messages add column last_cause text;

create table handoff.feeds (
  session_id text primary key references handoff.sessions on delete cascade,
  replica text not null,
  unheard_since double precision,
  times_offered integer
);

alter table handoff.replicas add column alive_since double precision not null default 0;

create table handoff.timelines (
  session_id text not null references handoff.sessions on delete cascade,
  place bigint generated always as identity,
  lines text not null
);

create index timelines_of_session on handoff.timelines (session_id, place);
alter table handoff.lanes add column timeline text not null default '';

-- Built beforehand, concurrently and by hand, where there are many sessions.
create index if not exists sessions_of_conversation on handoff.sessions (conversation_id);

create index feeds_of_replica on handoff.feeds (replica);

drop function handoff.lease_lane(text, text, text, text, double precision);
drop function handoff.settle_attempt(text, text, text, text, text, text, text, double precision, double precision);
drop function handoff.take_lane(text, text, text, text, double precision, boolean);
drop function handoff.take_lanes(text, json);
drop function handoff.release_lane(text, text, text, text);
drop function handoff.commit_changes(text, json, json, json);
drop type handoff.new_message;
