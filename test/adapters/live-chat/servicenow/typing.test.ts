import { describe, expect, it } from 'vitest';
import { typingSignals } from '../../../../src/adapters/live-chat/servicenow/callbacks/typing-signals.ts';
import { sessionId } from '../../../../src/domain/ids.ts';

const [one, two] = [sessionId('hs_1'), sessionId('hs_2')];

function signals(shownMs = 40) {
  const sent: string[] = [];
  const typing = typingSignals(shownMs, async (id, action) => void sent.push(`${id} ${action}`));
  return { typing, sent };
}
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('Typing of a customer', () => {
  it('is shown once while it goes on, and taken back after it', async () => {
    const { typing, sent } = signals();
    await typing.show(one);
    await typing.show(one);
    await typing.show(two);
    expect(sent).toEqual(['hs_1 TYPING', 'hs_2 TYPING']);
    await expect.poll(() => sent).toEqual(['hs_1 TYPING', 'hs_2 TYPING', 'hs_1 VIEWING', 'hs_2 VIEWING']);
    await typing.show(one);
    expect(sent.at(-1)).toBe('hs_1 TYPING');
  });

  it('is not taken back after an end', async () => {
    const { typing, sent } = signals(10);
    await typing.show(one);
    typing.forget(one);
    await after(40);
    expect(sent).toEqual(['hs_1 TYPING']);
  });
});
