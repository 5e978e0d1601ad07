-- The triggers of a database that has none of them.

-- After the update: by then the index has waited for others that change the same live chat's sessions.
create trigger sessions_hold_live_chats after update of live_chat_id on handoff.sessions
  for each row when (new.live_chat_id is not null and new.live_chat_id is distinct from old.live_chat_id)
  execute function handoff.expect_free_live_chat();

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
