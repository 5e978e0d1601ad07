import { postJson } from '../../../web/page/post-json.js';

/**
 * What an agent does, told to the live chat. Acts of one conversation go out one after another, so that their order is
 * kept. Each rejects with a sentence for the agent when the live chat did not take it.
 */
export function createCommands() {
  const tails = new Map();
  return (chatId, body) => {
    const before = tails.get(chatId) ?? Promise.resolve();
    const mine = before
      .catch(() => undefined)
      .then(() => postJson(`/desk/api/chats/${encodeURIComponent(chatId)}`, body, 'The live chat'));
    tails.set(chatId, mine);
    return mine;
  };
}
