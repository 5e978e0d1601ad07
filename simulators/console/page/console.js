import { followEvents } from '../../web/page/event-feed.js';
import { createAnnouncer } from './announcer.js';
import { createBridgeStatus } from './bridge-status.js';
import { showTrouble } from './commands.js';
import { createControls } from './controls.js';
import { createConversations } from './conversations.js';
import { createDeadLetters } from './dead-letters.js';
import { createFrames } from './frames.js';
import { drawLanes } from './lanes.js';
import { createSequence } from './sequence/sequence.js';
import { drawSession } from './session.js';
import { createStory } from './story.js';

/** Draws everything but the sequence. The returned function gets the state and the conversation that was chosen. */
function createPanels() {
  const [frames, announcer, bridgeStatus] = [createFrames(), createAnnouncer(), createBridgeStatus()];
  const [deadLetters, controls, story] = [createDeadLetters(), createControls(), createStory()];
  return {
    announcer,
    draw(state) {
      const conversation = state.conversations.find(({ id }) => id === state.selected);
      frames.show(state.pages, conversation);
      drawSession(conversation);
      drawLanes(state);
      deadLetters.draw(state.metrics);
      controls.draw(state);
      story.draw(state);
      bridgeStatus.draw(state.bridge);
      announcer.tell(state, conversation);
    },
  };
}

function createConsole() {
  const sequence = createSequence();
  const panels = createPanels();
  const conversations = createConversations(choose);
  let chosen = new URLSearchParams(location.search).get('conversation') ?? undefined;
  let isFirstLook = true;
  let storyConversation;
  let stop = () => undefined;

  /** Follows one conversation; none means the newest. Each connection begins with everything. */
  function choose(id) {
    chosen = id;
    if (id !== undefined) history.replaceState(null, '', `?conversation=${encodeURIComponent(id)}`);
    panels.announcer.begin();
    stop();
    const query = id === undefined ? '' : `?conversation=${encodeURIComponent(id)}`;
    stop = followEvents(`/api/events${query}`, {
      events: {
        push({ state, steps, marks }) {
          if (state) draw(state);
          if (steps || marks) sequence.add({ steps, marks });
        },
      },
      onOpen() {
        sequence.clear();
        showTrouble('');
      },
      onLost: () => showTrouble('The console is not reachable. Trying again…'),
    });
  }

  function draw(state) {
    const { conversations: all, selected, pages, story } = state;
    if (isFirstLook && all.length === 0 && pages.customer !== undefined) conversations.add();
    // The address may name a conversation that is gone.
    const isGone = isFirstLook && chosen !== selected;
    isFirstLook = false;
    // Stays with the conversation that was there, when a newer one comes up.
    if ((chosen === undefined || isGone) && selected !== undefined) return choose(selected);
    // A scenario brings its own customer, whose conversation is shown.
    const played = story?.conversationId;
    if (played !== storyConversation) {
      storyConversation = played;
      if (played !== undefined && played !== selected) return choose(played);
    }
    conversations.draw(state);
    panels.draw(state);
  }

  return { start: () => choose(chosen) };
}

createConsole().start();
