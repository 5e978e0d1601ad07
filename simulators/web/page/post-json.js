/**
 * Resolves with the content of the answer, `{}` when it has none. Rejects with a sentence for the reader when `server`
 * ("The live chat") cannot be reached or refuses: its own sentence if it gives one in `error`.
 */
export async function postJson(url, body, server) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => {
    throw new Error(`${server} cannot be reached.`);
  });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(content.error ?? `${server} answered ${answer.status}.`);
  return content;
}
