import { describe, expect, it } from 'vitest';
import type { RecordedCallback } from '../../simulators/live-chat/live-chat.ts';
import { simulatedVendors } from '../../simulators/live-chat/vendors.ts';
import type { Customer } from '../../simulators/teams/customer.ts';
import { startWorld, type World, type WorldOptions } from '../end-to-end/world.ts';

/*
 * S9 to S13 with each live chat, whatever its wire: callbacks that it really sent are sent again, spoiled, and about other chats.
 */

/** What proves where a callback comes from; the other headers prove nothing. */
const proof = /auth|sign|key|token|secret|timestamp|webhook-id/i;

async function inWorld(options: WorldOptions, played: (world: World) => Promise<void>): Promise<void> {
  const world = await startWorld(options);
  try {
    await played(world);
  } finally {
    await world.stop();
  }
}

/** A customer and an agent, who has said two things. */
async function talking({ microsoft, liveChat }: World) {
  const anna = await microsoft.teams.customer('Anna');
  await anna.says('I want to talk with a person');
  await anna.sees(/explain your problem/);
  await anna.says('My invoice is wrong');
  const chat = await liveChat.chat();
  await chat.join('Dana');
  await chat.says('Which one is it');
  await chat.says('Number seventeen is it');
  await anna.sees(/seventeen/);
  return { anna, chat };
}

async function post({ url, headers, sent }: RecordedCallback, change: Change = {}): Promise<number> {
  const body = change.body ?? JSON.stringify(sent);
  const given = { 'content-type': 'application/json', ...headers, ...change.headers };
  const response = await fetch(url, { method: 'POST', headers: given, body, redirect: 'manual' });
  await response.arrayBuffer();
  return response.status;
}

interface Change {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const textsOf = (customer: Customer): readonly string[] => customer.messages.map(({ text }) => text);

/** Callbacks that the bridge took and that say what the agent said. */
const agentsWords = ({ callbacks }: World['liveChat']): readonly RecordedCallback[] =>
  callbacks.filter(({ status, sent }) => status < 300 && /Which one|seventeen/.test(JSON.stringify(sent)));

const flipped = (value: string): string => {
  const at = Math.floor(value.length / 2);
  return `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
};

/** One that keeps all that it tells sends no callback that could be forged. */
const callingBack = simulatedVendors.filter(
  ({ callbacks: { keeps } }) => keeps === undefined || keeps.isKept !== undefined,
);

describe.each(callingBack)('Callbacks of $kind', ({ kind }) => {
  it('are taken once, however often they come, after a restart too', () =>
    inWorld({ liveChatKind: kind }, async (world) => {
      const { anna } = await talking(world);
      const before = textsOf(anna);
      const sent = agentsWords(world.liveChat);
      expect(sent.length).toBeGreaterThanOrEqual(2);
      for (const callback of sent) expect(await post(callback)).toBeLessThan(300);
      await world.bridge.kill();
      await world.bridge.start();
      await Promise.all(sent.map((callback) => post(callback)));
      await anna.says('Are you there?');
      await (await world.liveChat.chat()).sees('Are you there?');
      expect(textsOf(anna)).toEqual([...before, 'Are you there?']);
    }));

  it('change nothing without what proves them, or with another proof, or about a chat that is none', () =>
    inWorld({ liveChatKind: kind }, async (world) => {
      const { anna, chat } = await talking(world);
      const [callback] = agentsWords(world.liveChat);
      if (callback === undefined) throw new Error('no words of the agent were recorded');
      const proofs = Object.entries(callback.headers).filter(([name]) => proof.test(name));
      const before = textsOf(anna);
      const words = JSON.stringify(callback.sent).replace('Which one is it', 'Send me your password');
      for (const [name, value] of proofs) {
        const without = Object.fromEntries(
          Object.entries(callback.headers).filter(([other]) => other !== name),
        );
        const bare = { ...callback, headers: without };
        expect([kind, name, await post(bare, { body: words })]).toEqual([kind, name, 401]);
        const wrong = { headers: { [name]: flipped(value) }, body: words };
        expect(await post(callback, wrong)).toBeGreaterThanOrEqual(400);
      }
      // By our own id or by the vendor's, in the body or in the path.
      const stranger =
        chat.id.length > 8 ? new RegExp(`hs_[0-9a-f-]{36}|${chat.id}`, 'g') : /hs_[0-9a-f-]{36}/g;
      const strange = await post(
        { ...callback, url: callback.url.replaceAll(stranger, 'hs_none') },
        { body: words.replaceAll(stranger, 'hs_none') },
      );
      expect(strange).toBeGreaterThanOrEqual(200);
      await chat.says('The last word');
      await anna.sees(/The last word/);
      expect(textsOf(anna).filter((text) => !text.includes('The last word'))).toEqual(before);
    }));
});
