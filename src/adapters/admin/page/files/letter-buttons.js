import { element } from './dom.js';

/** What an operator can do with a dead letter. */
export function letterButtons(id, { onReplay, onRemove }) {
  const button = (name, onclick, kind) =>
    element(
      'button',
      { type: 'button', class: `button ${kind}`, 'data-key': `${name} ${id}`, onclick },
      name,
    );
  return [button('Replay', () => onReplay(id), 'plain'), button('Remove…', () => onRemove(id), 'danger')];
}
