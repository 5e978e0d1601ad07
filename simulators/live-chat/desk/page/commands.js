/** Tells the live chat what the agent does. Acts of one conversation go out one after another, so that order is kept. */
const tails = new Map();

/** Rejects with a sentence for the agent when the live chat did not take it. */
export function act(chatId, body) {
  const before = tails.get(chatId) ?? Promise.resolve();
  const mine = before.catch(() => undefined).then(() => post(chatId, body));
  tails.set(chatId, mine);
  return mine;
}

async function post(chatId, body) {
  const response = await fetch(`/desk/api/chats/${encodeURIComponent(chatId)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => {
    throw new Error('The live chat cannot be reached.');
  });
  if (response.ok) return;
  const answer = await response.json().catch(() => ({}));
  throw new Error(answer.error ?? 'The live chat did not take it.');
}
