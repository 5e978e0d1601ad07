import { say, showTrouble } from './commands.js';
import { createControls, drawControls } from './controls.js';
import { createConversations } from './conversations.js';
import { drawLetters } from './dead-letters.js';
import { byId, setText } from './elements.js';
import { follow } from './feed.js';
import { createFrames } from './frames.js';
import { durationText, timeText } from './labels.js';
import { drawLanes } from './lanes.js';
import { createSequence } from './sequence.js';
import { drawSession } from './session.js';
import { createStory, drawStory } from './story.js';

const bridgeTones = { running: 'good', starting: 'wait', stopped: 'bad' };
const bridgeWords = { running: 'Bridge runs', starting: 'Bridge starts', stopped: 'Bridge is down' };

const sequence = createSequence();
const frames = createFrames();
const conversations = createConversations(choose);
let chosen;
let aheadMs = 0;
let isFirstLook = true;
let spoken;
let storyConversation;
let stop = () => undefined;

function choose(id) {
  chosen = id;
  spoken = undefined;
  stop();
  stop = follow(id, {
    onOpen: () => {
      sequence.clear();
      showTrouble('');
    },
    onNews: ({ state, steps, marks }) => {
      if (state) draw(state);
      if (steps || marks) sequence.add({ steps, marks });
    },
    onLost: () => showTrouble('The console is not reachable. Trying again…'),
  });
}

function draw(state) {
  const { conversations: all, selected, bridge, pages, figures } = state;
  if (isFirstLook && all.length === 0 && pages.customer !== undefined) conversations.add();
  isFirstLook = false;
  // Stays with the conversation that was there, when a newer one comes up.
  if (chosen === undefined && selected !== undefined) return choose(selected);
  // A scenario brings its own customer, whom everybody wants to see.
  const played = state.story?.conversationId;
  if (played !== storyConversation) {
    storyConversation = played;
    if (played !== undefined && played !== selected) return choose(played);
  }
  const conversation = all.find(({ id }) => id === selected);
  conversations.draw(state);
  frames.show(pages, conversation);
  drawSession(conversation);
  drawLanes(state);
  drawLetters(figures);
  drawControls(state);
  drawStory(state);
  drawBridge(bridge);
  speak(state, conversation);
}

function drawBridge({ status, aheadMs: ahead }) {
  byId('bridge-status').dataset.tone = bridgeTones[status];
  setText(byId('bridge-status'), bridgeWords[status]);
  setText(byId('ahead'), ahead === 0 ? '' : `${durationText(ahead)} ahead`);
  aheadMs = ahead;
  tick();
}

/** Says what has changed; a message on the wire is not worth interrupting somebody. */
function speak({ bridge, faults, figures, story }, conversation) {
  const now = {
    session: conversation?.session ? `Session ${conversation.session.status}` : '',
    bridge: bridgeWords[bridge.status],
    clock: bridge.aheadMs === 0 ? '' : `Clock ${durationText(bridge.aheadMs)} ahead`,
    faults:
      faults
        .filter(({ isOn }) => isOn)
        .map(({ label }) => label)
        .join(', ') || 'No fault',
    story: story ? `Scenario ${story.is}` : '',
    letters: figures ? `Dead letters: ${figures.deadLetters.length}` : (spoken?.letters ?? ''),
  };
  const changed = spoken ? Object.keys(now).filter((part) => now[part] !== spoken[part]) : [];
  spoken = now;
  if (changed.length > 0) say(changed.map((part) => now[part]).join('. '));
}

function tick() {
  const at = Date.now() + aheadMs;
  byId('clock').dateTime = new Date(at).toISOString();
  setText(byId('clock'), timeText(at));
}

createControls();
createStory();
setInterval(tick, 1_000);
choose(undefined);
