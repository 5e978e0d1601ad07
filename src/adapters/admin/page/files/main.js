import { ask, Refused, sentenceOf, token } from './api.js';
import { confirmed } from './confirm.js';
import { byId, showText } from './dom.js';
import { showDeadLetters, showFound, showOverview } from './overview.js';
import { showSession } from './session.js';

const everyMs = 5000;
let opened = '';
let timer;

const idPath = (path, id) => `${path}/${encodeURIComponent(id)}`;

function connection(text, tone) {
  const node = byId('connection');
  if (node.textContent !== text) node.textContent = text;
  node.dataset.tone = tone;
}

function enter(isInside) {
  byId('sign-in').hidden = isInside;
  byId('inside').hidden = !isInside;
  byId('signed-in-controls').hidden = !isInside;
  if (!isInside) connection('Signed out', 'plain');
}

function signOut(trouble = '') {
  token.forget();
  opened = '';
  clearTimeout(timer);
  for (const id of ['session', 'found']) byId(id).hidden = true;
  enter(false);
  showText(byId('sign-in-trouble'), trouble);
  byId('token').focus();
}

/** Shows what is now; asks again later, unless the operator does not want that. */
async function refresh() {
  clearTimeout(timer);
  try {
    const [overview, letters] = await Promise.all([ask('/admin/overview'), ask('/admin/dead-letters')]);
    showOverview(overview, open);
    showDeadLetters(letters, { open, ...letterActions });
    await refreshSession();
    connection('Connected', 'good');
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return signOut(sentenceOf(error));
    connection(sentenceOf(error), 'bad');
  }
  if (byId('live').checked) timer = setTimeout(refresh, everyMs);
}

async function refreshSession() {
  if (opened === '') return;
  const id = opened;
  const details = await ask(idPath('/admin/sessions', id)).catch((error) => {
    if (error instanceof Refused && error.status === 404) return undefined;
    throw error;
  });
  if (id !== opened) return;
  if (details) showSession(details, { ...letterActions, onErase });
  else byId('session').hidden = true;
}

async function open(id) {
  opened = id;
  await tried(refreshSession);
  byId('session-title')?.focus();
}

/** Does something for the operator, and says what kept it from being done. */
async function tried(task) {
  showText(byId('trouble'), '');
  try {
    await task();
  } catch (error) {
    showText(byId('trouble'), sentenceOf(error));
  }
}

const letterActions = {
  onReplay: (id) =>
    tried(async () => {
      await ask(`${idPath('/admin/dead-letters', id)}/replay`, { method: 'POST' });
      await refresh();
    }),
  onRemove: (id) =>
    tried(async () => {
      const wanted = {
        title: 'Remove this dead letter?',
        text: `${id} is gone then for good.`,
        yes: 'Remove',
      };
      if (!(await confirmed(wanted))) return;
      await ask(idPath('/admin/dead-letters', id), { method: 'DELETE' });
      await refresh();
    }),
};

const onErase = (customerId) =>
  tried(async () => {
    const text = `All that is open of ${customerId} is ended, and what was said with them is erased.`;
    if (!(await confirmed({ title: 'Erase this customer?', text, yes: 'Erase' }))) return;
    await ask('/admin/erase', { method: 'POST', body: { customerId } });
    await refresh();
  });

byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  tried(async () => {
    const { sessions } = await ask(`/admin/sessions?id=${encodeURIComponent(byId('id').value.trim())}`);
    showFound(sessions, open);
    const [first] = sessions;
    if (first) return open(first.id);
    opened = '';
    byId('session').hidden = true;
    showText(
      byId('trouble'),
      'No session has this id, or none any more: nothing of it was accepted, or it is forgotten.',
    );
  });
});

byId('sign-in').addEventListener('submit', async (event) => {
  event.preventDefault();
  token.set(byId('token').value.trim());
  showText(byId('sign-in-trouble'), '');
  try {
    await ask('/admin/overview');
    byId('token').value = '';
    enter(true);
    byId('id').focus();
    await refresh();
  } catch (error) {
    token.forget();
    showText(byId('sign-in-trouble'), sentenceOf(error));
  }
});

byId('sign-out').addEventListener('click', () => signOut());
byId('live').addEventListener('change', refresh);

if (token.get() !== '') {
  enter(true);
  refresh();
}
