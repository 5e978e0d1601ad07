import { bridgeText } from './bridge-status.js';
import { say } from './commands.js';
import { durationText } from './labels.js';

/** Says to a screen reader what has changed; messages on the wire are not announced. */
export function createAnnouncer() {
  let spoken;
  return {
    /** Another conversation was chosen: what it is like is no change. */
    begin() {
      spoken = undefined;
    },
    tell(state, conversation) {
      const now = { ...sentencesOf(state, conversation), deadLetters: deadLettersText(state, spoken) };
      const changed = spoken ? Object.keys(now).filter((part) => now[part] !== spoken[part]) : [];
      spoken = now;
      if (changed.length > 0) say(changed.map((part) => now[part]).join('. '));
    },
  };
}

function sentencesOf({ bridge, faults, story }, conversation) {
  const on = faults.filter(({ isOn }) => isOn).map(({ label }) => label);
  return {
    session: conversation?.session ? `Session ${conversation.session.status}` : '',
    bridge: bridgeText(bridge),
    clock: bridge.aheadMs === 0 ? '' : `Clock ${durationText(bridge.aheadMs)} ahead`,
    faults: on.join(', ') || 'No fault',
    story: story ? `Scenario ${story.is}` : '',
  };
}

const deadLettersText = ({ metrics }, spoken) =>
  metrics ? `Dead deadLetters: ${metrics.deadLetters.length}` : (spoken?.deadLetters ?? '');
