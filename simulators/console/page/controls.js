import { act } from './commands.js';
import { byId, element } from './elements.js';

const switches = new Map();

/** The buttons at the bottom; what they do shows in the state that comes back. */
export function createControls() {
  byId('skips').addEventListener('click', ({ target }) => {
    const minutes = Number(target.dataset?.minutes);
    if (minutes > 0) act('clock', { minutes });
  });
  byId('kill').addEventListener('click', () => act('bridge', { act: 'kill' }));
  byId('start').addEventListener('click', () => act('bridge', { act: 'start' }));
}

export function drawControls({ faults, bridge }) {
  for (const fault of faults) {
    const button = switches.get(fault.id) ?? newSwitch(fault);
    button.setAttribute('aria-pressed', String(fault.isOn));
  }
  byId('kill').disabled = bridge.status !== 'running';
  byId('start').disabled = bridge.status !== 'stopped';
}

function newSwitch({ id, label, hint, lasts }) {
  const title = lasts === 'once' ? `${hint} Once.` : hint;
  const button = element('button', { type: 'button', class: 'button switch', title }, label);
  button.addEventListener('click', () =>
    act('fault', { fault: id, isOn: button.getAttribute('aria-pressed') !== 'true' }),
  );
  switches.set(id, button);
  byId('faults').append(button);
  return button;
}
