-- Sessions, their messages, and the lanes of the outbox, for a database that has none of them.
--
-- Ids stand here as JSON would write them, without quotes; state and content are JSON text that only the service reads.
-- Times are milliseconds since 1970.

create schema handoff;

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
create index sessions_of_conversation on handoff.sessions (conversation_id);
create index sessions_of_customer on handoff.sessions (customer_id);
create index sessions_requested on handoff.sessions (requested_at) where status = 'requested';
create index sessions_ended on handoff.sessions (ended_at) where status = 'ended';
create index sessions_with_texts on handoff.sessions (ended_at) where status = 'ended' and customer_id <> 'erased';

-- Pending messages, and with `died_at` dead letters, which `cause` tells the reason of. `last_cause` is why the last attempt
-- did not deliver it. `place` is the order of a lane.
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
  died_at double precision,
  last_cause text
) with (fillfactor = 70);

create index messages_waiting on handoff.messages (session_id, direction, place) where died_at is null;
create index messages_dead on handoff.messages (died_at) where died_at is not null;
create index messages_of_session on handoff.messages (session_id);

-- A lane is free without a token, or when its lease counts no more: see is_leased. `timeline` has the newest lines of its messages.
create table handoff.lanes (
  session_id text not null references handoff.sessions on delete cascade,
  direction text not null,
  token text,
  holder text,
  leased_at double precision not null default 0,
  leased_until double precision not null,
  timeline text not null default '',
  primary key (session_id, direction)
) with (fillfactor = 70);

-- What happened to a session and its messages, without words, as lines of text. What happens seldom is a row at once; the
-- lines of messages are gathered in their lanes, and become a row when they are many: see timelines.sql.
create table handoff.timelines (
  session_id text not null references handoff.sessions on delete cascade,
  place bigint generated always as identity,
  lines text not null
);

create index timelines_of_session on handoff.timelines (session_id, place);

create table handoff.replicas (
  id text primary key,
  alive_until double precision not null,
  alive_since double precision not null default 0
) with (fillfactor = 50);

-- Which replica follows the feed of which session. It counts while the replica is alive. One with `unheard_since` is offered to others.
create table handoff.feeds (
  session_id text primary key references handoff.sessions on delete cascade,
  replica text not null,
  unheard_since double precision,
  times_offered integer
);

create index feeds_of_replica on handoff.feeds (replica);

-- Idempotency records. They are deleted oldest first.
create table handoff.inbound (
  conversation_id text not null,
  id text not null,
  session_id text not null references handoff.sessions on delete cascade,
  answer text not null,
  at double precision not null,
  primary key (conversation_id, id)
);

create index inbound_of_session on handoff.inbound (session_id);
create index inbound_by_time on handoff.inbound (at);

-- What `npm run migrate:from-lowdb` has moved. `sequence` is that of the record in the files; `digest` is of all that was
-- written for the session here.
create table handoff.moved (
  session_id text primary key,
  sequence integer not null,
  digest text not null
);

-- How many sessions of each kind and dead letters of each direction there are, for /metrics: counting the rows would take
-- as long as there are rows. A change adds rows and changes none, so that no commit waits for another one.
create table handoff.counts (
  kind text not null,
  name text not null,
  reason text not null,
  delta integer not null
);
