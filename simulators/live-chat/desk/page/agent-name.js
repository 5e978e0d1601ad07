import { byId } from '../../../web/page/elements.js';

const storageKey = 'desk-agent-name';
const usual = 'Dana';

/** As whom the agent answers, kept from visit to visit. */
export function createAgentName() {
  const input = byId('agent-name');
  const name = () => input.value.trim() || usual;
  input.value = localStorage.getItem(storageKey) ?? usual;
  input.addEventListener('change', () => {
    input.value = name();
    localStorage.setItem(storageKey, input.value);
  });
  return name;
}
