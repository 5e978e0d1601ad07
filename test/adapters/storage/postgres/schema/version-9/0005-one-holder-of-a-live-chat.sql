-- An ended session holds the id of its live chat as long as something waits for it, or an attempt is under way: what it sends
-- must not reach the session that is given the id next.
--
-- A trigger, so that it binds replicas of the version before as well. They read the constraint's name in the error, as from
-- the index of sessions that are not ended.

create function handoff.expect_free_live_chat() returns trigger
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
        where l.session_id = s.id and l.direction = 'to-live-chat' and handoff.is_held(l, v_now)
      )
    );
  if found then
    raise unique_violation using
      message = 'another session holds this live chat', constraint = 'sessions_one_per_live_chat';
  end if;
  return null;
end
$$;

-- After the update: by then the index has waited for others that change the same live chat's sessions.
create trigger sessions_hold_live_chats after update of live_chat_id on handoff.sessions
  for each row when (new.live_chat_id is not null and new.live_chat_id is distinct from old.live_chat_id)
  execute function handoff.expect_free_live_chat();
