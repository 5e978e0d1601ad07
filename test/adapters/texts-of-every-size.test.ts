import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visibleText } from '../../simulators/history/visible-text.ts';
import { type RunningBridge, startRunningBridge } from './http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from './live-chat/callbacks.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({
    environment: { HANDOFF_TEAMS_PER_SECOND: '1000', HANDOFF_TEAMS_THREAD_LIMITS: 'none' },
  });
});
afterAll(() => world.stop());

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const segments = (text: string) => [...graphemes.segment(text)].map(({ segment }) => segment);

/** What people write that is hard to cut: families, flags, skin, combining marks, right-to-left, keycaps. */
const scripts: Readonly<Record<string, string>> = {
  'plain words': 'The quick brown fox jumps over the lazy dog. ',
  emoji: '👩‍👩‍👧‍👦🏳️‍🌈🇩🇪🇫🇷👍🏽1️⃣🏴󠁧󠁢󠁷󠁬󠁳󠁿❤️‍🔥',
  'combining marks': 'e\u0301a\u0308n\u0303o\u0328\u0304ก็षि가',
  'right-to-left': 'שלום עולם، مرحبا بالعالم ',
};
const sizes = [28, 80, 100, 200];

/** Whole units only, so many that it takes up nearly `kilobytes` in UTF-8; it ends with a mark of its own. */
function textOf(unit: string, kilobytes: number): string {
  const mark = ` ${randomUUID().replaceAll('-', '')}`;
  const room = kilobytes * 1000 - Buffer.byteLength(mark);
  return unit.repeat(Math.floor(room / Buffer.byteLength(unit))) + mark;
}

const cases = Object.entries(scripts).flatMap(([script, unit]) =>
  sizes.map((kilobytes) => ({ script, unit, kilobytes })),
);
/** What Teams surely takes, in bytes of UTF-16. */
const teamsLimit = 28 * 1024;

describe.concurrent('R20: a text', () => {
  it.each(cases)(
    'of $kilobytes KB of $script reaches the desk as it was typed',
    async ({ unit, kilobytes }) => {
      const { copilot, chat } = await openSession(world);
      const text = textOf(unit, kilobytes);
      expect(await copilot.message(text)).toMatchObject({ status: 200, replies: [] });
      const mark = text.split(' ').at(-1) ?? '';
      await chat.sees(new RegExp(mark));
      expect(chat.messages.filter(({ from }) => from === 'customer').map((each) => each.text)).toEqual([
        text,
      ]);
    },
  );

  it.each(cases)(
    'of $kilobytes KB of $script reaches the customer in whole pieces',
    async ({ unit, kilobytes }) => {
      const { customer, chat } = await openSession(world);
      const text = textOf(unit, kilobytes);
      expect((await postSigned(world, callbackOf(chat.id, { message: text }))).status).toBe(202);
      await customer.sees(new RegExp(text.split(' ').at(-1) ?? ''), { withinMs: 10_000 });
      const pieces = customer.messages.map((each) => visibleText(each.text).text);
      expect(pieces.join('')).toBe(text);
      for (const { text: sent } of customer.messages) expect(sent.length * 2).toBeLessThan(teamsLimit);
      // Cut pieces would have other characters in sum than the whole.
      const characters = pieces.flatMap(segments);
      expect(characters.length).toBe(segments(text).length);
      if (text.length * 2 > teamsLimit) expect(pieces.length).toBeGreaterThan(1);
    },
  );
});

describe('R20: a text', () => {
  it('of an agent that is over the limit is 413, and nothing of it is shown', async () => {
    const { customer, chat } = await openSession(world);
    const tooLong = callbackOf(chat.id, { message: 'x'.repeat(260 * 1024) });
    expect(await postSigned(world, tooLong)).toMatchObject({ status: 413, body: { status: 413 } });
    expect((await postSigned(world, callbackOf(chat.id, { message: 'and on' }))).status).toBe(202);
    await customer.sees(/and on/);
    expect(customer.messages).toHaveLength(1);
  });

  it('of a customer that is over the limit is 413, the customer is told, and the session goes on', async () => {
    const customer = await world.microsoft.teams.customer('Long');
    await customer.says('I want to talk with a person');
    await customer.says('My invoice is wrong');
    const chat = await world.liveChat.chat(({ customerName }) => customerName === 'Long');
    const seen = customer.messages.length;
    await customer.says('x'.repeat(260 * 1024));
    const call = world.microsoft.copilotStudio.skillCalls.at(-1);
    expect(call?.status).toBe(413);
    expect(customer.messages.slice(seen).some(({ from, text }) => from === 'copilot' && text !== '')).toBe(
      true,
    );
    await customer.says('and on');
    await chat.sees('and on');
    expect(chat.messages.some(({ text }) => text.length > 1000)).toBe(false);
  });
});
