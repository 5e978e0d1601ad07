import { byId } from './elements.js';

const trouble = byId('trouble');

/** Asks the console's server to do something. Resolves with its answer; undefined when it would not, which is shown. */
export async function act(path, body) {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`/api/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const content = answer.status === 204 ? {} : await answer.json();
    if (!answer.ok) throw new Error(content.error ?? `The console answered ${answer.status}.`);
    showTrouble('');
    return content;
  } catch (error) {
    showTrouble(error instanceof TypeError ? 'The console is not reachable.' : error.message);
    return undefined;
  }
}

export function showTrouble(text) {
  trouble.textContent = text;
  trouble.hidden = text === '';
}

/** Read out by a screen reader, and shown nowhere. */
export function say(text) {
  byId('said').textContent = text;
}
