import { byId } from '../../../web/page/elements.js';

const texts = { live: 'Live', waiting: 'Reconnecting' };
const problemShownMs = 5_000;

/** How the page is connected, or for some seconds what went wrong. */
export function createConnection() {
  const line = byId('connection');
  let state = 'waiting';
  let timer;
  const draw = (tone, text) => {
    clearTimeout(timer);
    line.dataset.state = tone;
    line.textContent = text;
  };
  const show = (next) => {
    state = next;
    draw(state, texts[state]);
  };
  return {
    show,
    showProblem({ message }) {
      draw('waiting', message);
      timer = setTimeout(() => show(state), problemShownMs);
    },
  };
}
