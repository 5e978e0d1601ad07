import { byId, setText } from '../../web/page/elements.js';
import { durationText, timeText } from './labels.js';

const tones = { running: 'good', starting: 'wait', stopped: 'bad' };
const texts = { running: 'Bridge runs', starting: 'Bridge starts', stopped: 'Bridge is down' };

export const bridgeText = ({ status }) => texts[status];

/** Whether the bridge runs, and its clock, which may be ahead. */
export function createBridgeStatus() {
  let aheadMs = 0;
  const tick = () => {
    const at = Date.now() + aheadMs;
    byId('clock').dateTime = new Date(at).toISOString();
    setText(byId('clock'), timeText(at));
  };
  setInterval(tick, 1_000);
  return {
    draw(bridge) {
      aheadMs = bridge.aheadMs;
      byId('bridge-status').dataset.tone = tones[bridge.status];
      setText(byId('bridge-status'), bridgeText(bridge));
      setText(byId('ahead'), aheadMs === 0 ? '' : `${durationText(aheadMs)} ahead`);
      tick();
    },
  };
}
