-- What `npm run migrate:from-lowdb` has moved, so that a repeat knows what it need not move, and what has changed since.

-- `sequence` is that of the record in the files; `digest` is of all that was written for the session here.
create table handoff.moved (
  session_id text primary key,
  sequence integer not null,
  digest text not null
);
