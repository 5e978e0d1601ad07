/**
 * The little Markdown that the chat shows: bold, escaped characters, the entities of HTML's own characters and of blanks, and line
 * breaks. All else stays as it was written, links and HTML too.
 */

const escapable = /[!-/:-@[-`{-~]/;
const entity = /&(lt|gt|amp|nbsp|emsp);/y;
const characters = { lt: '<', gt: '>', amp: '&', nbsp: ' ', emsp: '\t' };

/** The entity that begins at `at`, if one does. */
function entityAt(text, at) {
  entity.lastIndex = at;
  return entity.exec(text);
}

/** Splits a text into runs of `{ text, isBold }`. Two asterisks without a partner are just asterisks. */
export function runsOf(text) {
  const runs = [];
  let isBold = false;
  let run = '';
  const close = () => {
    if (run !== '') runs.push({ text: run, isBold });
    run = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const found = entityAt(text, at);
    if (found) {
      run += characters[found[1]];
      at += found[0].length - 1;
    } else if (text[at] === '\\' && escapable.test(text[at + 1] ?? '')) {
      at += 1;
      run += text[at];
    } else if (text.startsWith('**', at) && (isBold || hasPartner(text, at + 2))) {
      close();
      isBold = !isBold;
      at += 1;
    } else {
      run += text[at];
    }
  }
  close();
  return runs;
}

function hasPartner(text, from) {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (at > from && text.startsWith('**', at)) return true;
  }
  return false;
}

/** The nodes that show `text`; made without ever parsing it as HTML. */
export function nodesOf(text) {
  return runsOf(text).map((run) => {
    const holder = document.createElement(run.isBold ? 'strong' : 'span');
    for (const [index, line] of run.text.split(/\n\n?/).entries()) {
      if (index > 0) holder.append(document.createElement('br'));
      holder.append(line);
    }
    return holder;
  });
}
