import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personName } from '../../src/domain/plain-text.ts';
import type { RunningBridge } from './http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from './live-chat/callbacks.ts';
import { bigList } from './naughty-strings.ts';
import { startUnlimitedBridge } from './unlimited-bridge.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startUnlimitedBridge();
});
afterAll(() => world.stop());

/** Longer names are refused with a 400, as the contract says. */
const names = bigList.filter((text) => text.length <= 256);
const isName = (text: string): boolean => personName(text, '') !== '';

const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const urls = /(https?:\/\/[^\s<>"'`*[\](){}\\|]+)/g;
/** What somebody reads of an escaped name. */
const read = (markdown: string): string =>
  markdown
    .split(urls)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\\(.)/g, '$1')))
    .map((part) => part.replace(/&(amp|lt|gt);/g, (entity) => entities[entity] ?? entity))
    .join('');

describe('The Big List of Naughty Strings as names', { timeout: 60_000 }, () => {
  it('of agents are shown on one line, as they were typed, before what they say', async () => {
    const senders = names.filter(isName);
    const { customer, chat } = await openSession(world);
    for (const [count, sender] of senders.entries()) {
      const callback = callbackOf(chat.id, { sender, message: `word ${count}` });
      expect((await postSigned(world, callback)).status, JSON.stringify(sender)).toBe(202);
    }
    await customer.sees(new RegExp(`word ${senders.length - 1}$`), { withinMs: 20_000 });
    const shown = customer.messages.flatMap(({ text }) => /^\*\*(.*)\*\*: word \d+$/.exec(text)?.[1] ?? []);
    expect(shown.map(read)).toEqual(senders.map((name) => personName(name, '')));
    for (const name of shown) {
      expect(name.replace(urls, '').replace(/\\./g, '')).not.toMatch(/[\\`*_[\]~|<>]/);
    }
  });

  it('of customers reach the desk on one line, as they were typed', async () => {
    for (const name of names.filter(isName)) {
      const call = await world.microsoft.copilotStudio.callSkill({
        type: 'event',
        name: 'startConversation',
        conversation: { id: `a:${crypto.randomUUID()}` },
        from: { id: '29:1', name },
      });
      expect(call.status, JSON.stringify(name)).toBe(200);
      expect(world.liveChat.chats.at(-1)?.customerName).toBe(personName(name, ''));
    }
    expect(world.logLines.join()).not.toContain('request-failed');
  });
});
