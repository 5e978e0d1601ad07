import { byId, element, setText, showText } from '../../web/page/elements.js';
import { act } from './commands.js';
import { whenChanged } from './when-changed.js';

const verdicts = {
  playing: ['wait', 'playing'],
  paused: ['plain', 'paused'],
  passed: ['good', 'went as it says'],
  failed: ['bad', 'went otherwise'],
  stopped: ['plain', 'stopped'],
};

/** The one that shows what all of this is for. */
const firstStory = 'there-and-back.yaml';

const isUnderWay = (story) => story?.is === 'playing' || story?.is === 'paused';

/** The buttons with which scenarios are played, and what shows how far one has come. */
export function createStory() {
  const choice = byId('story-choice');
  const drawProgress = createProgress();
  let story;
  const drawChoice = whenChanged((stories) => {
    choice.replaceChildren(
      ...stories.map(({ id, title, why }) => element('option', { value: id, title: why }, title)),
    );
    choice.value = stories.find(({ id }) => id.endsWith(firstStory))?.id ?? stories[0]?.id;
  });
  const begin = (how) => act('story', { act: how, id: choice.value });
  byId('story-play').addEventListener('click', () => {
    if (story?.is === 'playing') return act('story', { act: 'pause' });
    return story?.is === 'paused' ? act('story', { act: 'resume' }) : begin('play');
  });
  byId('story-step').addEventListener('click', () =>
    isUnderWay(story) ? act('story', { act: 'step' }) : begin('step-into'),
  );
  byId('story-stop').addEventListener('click', () => act('story', { act: 'stop' }));
  return {
    draw({ stories, story: next, selected }) {
      const isOther = next !== undefined && next.id !== story?.id;
      story = next;
      byId('story-save').href = `/api/scenario.yaml?conversation=${encodeURIComponent(selected ?? '')}`;
      byId('story-group').hidden = stories.length === 0;
      drawChoice(stories);
      if (isOther) choice.value = next.id;
      setText(byId('story-play'), playLabel(story));
      byId('story-step').disabled = story?.is === 'playing';
      byId('story-stop').disabled = !isUnderWay(story);
      byId('story').hidden = story === undefined;
      if (story) drawProgress(story);
    },
  };
}

function playLabel(story) {
  if (story?.is === 'playing') return 'Pause';
  return story?.is === 'paused' ? 'Go on' : 'Play';
}

const createProgress = () =>
  whenChanged(({ title, is, steps, instead }) => {
    const [tone, verdict] = verdicts[is];
    const done = steps.filter((step) => step.is === 'passed').length;
    setText(byId('story-title'), title);
    byId('story-verdict').dataset.tone = tone;
    setText(byId('story-verdict'), `${verdict}, ${done} of ${steps.length}`);
    showText(byId('story-instead'), instead ?? '');
    const list = byId('story-steps');
    list.replaceChildren(...steps.map(stepLine));
    const now = list.children[Math.min(done, steps.length - 1)];
    if (now) list.scrollTop = now.offsetTop - list.offsetTop - list.clientHeight / 2 + now.offsetHeight / 2;
  });

const stepLine = ({ is, text }) =>
  element(
    'li',
    { 'data-is': is, 'aria-current': is === 'now' ? 'step' : undefined },
    element('span', { class: 'unseen' }, `${is}: `),
    text,
  );
