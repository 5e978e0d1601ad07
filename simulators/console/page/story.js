import { act } from './commands.js';
import { byId, element, setText } from './elements.js';

const words = {
  playing: ['wait', 'playing'],
  paused: ['plain', 'paused'],
  passed: ['good', 'went as it says'],
  failed: ['bad', 'went otherwise'],
  stopped: ['plain', 'stopped'],
};

const firstStory = 'there-and-back.yaml';

let shownStories = '';
let shownSteps = '';
let chosen;
let state;

const isUnderWay = () => state?.is === 'playing' || state?.is === 'paused';

/** The buttons with which scenarios are played, and what shows how far one has come. */
export function createStory() {
  byId('story-play').addEventListener('click', () => {
    if (state?.is === 'playing') return act('story', { act: 'pause' });
    if (state?.is === 'paused') return act('story', { act: 'resume' });
    return act('story', { act: 'play', id: byId('story-choice').value });
  });
  byId('story-step').addEventListener('click', () =>
    isUnderWay()
      ? act('story', { act: 'step' })
      : act('story', { act: 'step-into', id: byId('story-choice').value }),
  );
  byId('story-stop').addEventListener('click', () => act('story', { act: 'stop' }));
}

export function drawStory({ stories, story, selected }) {
  state = story;
  byId('story-save').href = `/api/scenario.yaml?conversation=${encodeURIComponent(selected ?? '')}`;
  byId('story-group').hidden = stories.length === 0;
  const key = JSON.stringify(stories.map(({ id }) => id));
  if (key !== shownStories) {
    shownStories = key;
    byId('story-choice').replaceChildren(
      ...stories.map(({ id, title, why }) => element('option', { value: id, title: why }, title)),
    );
    // The one that shows what all of this is for.
    byId('story-choice').value = stories.find(({ id }) => id.endsWith(firstStory))?.id ?? stories[0]?.id;
  }
  setText(byId('story-play'), playLabel());
  byId('story-step').disabled = state?.is === 'playing';
  byId('story-stop').disabled = !isUnderWay();
  byId('story').hidden = story === undefined;
  if (story) drawProgress(story);
}

function playLabel() {
  if (state?.is === 'playing') return 'Pause';
  return state?.is === 'paused' ? 'Go on' : 'Play';
}

function drawProgress({ id, title, is, steps, instead }) {
  const key = JSON.stringify([title, is, steps, instead]);
  if (key === shownSteps) return;
  shownSteps = key;
  const [tone, verdict] = words[is];
  const done = steps.filter((step) => step.is === 'passed').length;
  setText(byId('story-title'), title);
  if (id !== chosen) byId('story-choice').value = id;
  chosen = id;
  byId('story-verdict').dataset.tone = tone;
  setText(byId('story-verdict'), `${verdict}, ${done} of ${steps.length}`);
  const list = byId('story-steps');
  list.replaceChildren(
    ...steps.map((step) =>
      element(
        'li',
        { 'data-is': step.is, 'aria-current': step.is === 'now' ? 'step' : undefined },
        element('span', { class: 'unseen' }, `${step.is}: `),
        step.text,
      ),
    ),
  );
  setText(byId('story-instead'), instead ?? '');
  byId('story-instead').hidden = instead === undefined;
  const now = list.children[Math.min(done, steps.length - 1)];
  if (now) list.scrollTop = now.offsetTop - list.offsetTop - list.clientHeight / 2 + now.offsetHeight / 2;
}
