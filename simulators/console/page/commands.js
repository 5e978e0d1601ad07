import { byId, showText } from '../../web/page/elements.js';
import { postJson } from '../../web/page/post-json.js';

/** Asks the console's server to do something. Resolves with its answer; undefined when it would not, which is shown. */
export async function act(path, body) {
  try {
    const content = await postJson(`/api/${path}`, body, 'The console');
    showTrouble('');
    return content;
  } catch (error) {
    showTrouble(error.message);
    return undefined;
  }
}

export const showTrouble = (text) => showText(byId('trouble'), text);

/** Read out by a screen reader, and shown nowhere. */
export function say(text) {
  byId('said').textContent = text;
}
