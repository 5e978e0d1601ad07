import { byId, element } from '../../web/page/elements.js';
import { act } from './commands.js';

/** The buttons at the bottom; what they do shows in the state that comes back. */
export function createControls() {
  const switches = new Map();
  byId('skips').addEventListener('click', ({ target }) => {
    const minutes = Number(target.dataset?.minutes);
    if (minutes > 0) act('clock', { minutes });
  });
  byId('kill').addEventListener('click', () => act('bridge', { act: 'kill' }));
  byId('start').addEventListener('click', () => act('bridge', { act: 'start' }));
  return {
    draw({ faults, bridge }) {
      for (const fault of faults) {
        if (!switches.has(fault.id)) switches.set(fault.id, newSwitch(fault));
        switches.get(fault.id).setAttribute('aria-pressed', String(fault.isOn));
      }
      byId('kill').disabled = bridge.status !== 'running';
      byId('start').disabled = bridge.status !== 'stopped';
    },
  };
}

function newSwitch({ id, label, hint, lasts }) {
  const button = element(
    'button',
    {
      type: 'button',
      class: 'button switch',
      title: lasts === 'once' ? `${hint} Once.` : hint,
      onclick: () => act('fault', { fault: id, isOn: button.getAttribute('aria-pressed') !== 'true' }),
    },
    label,
  );
  byId('faults').append(button);
  return button;
}
