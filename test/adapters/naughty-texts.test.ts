import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../src/domain/plain-text.ts';
import type { RunningBridge } from './http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from './live-chat/callbacks.ts';
import { naughtyStrings } from './naughty-strings.ts';
import { startUnlimitedBridge } from './unlimited-bridge.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startUnlimitedBridge();
});
afterAll(() => world.stop());

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);
/** A few hundred, and some thousand by `npm run test:fuzz`. */
const texts = naughtyStrings(Math.max(150, Number(process.env.FUZZ_RUNS ?? 0) / 50), seed);
const hasWords = (text: string): boolean => plainText(text).trim() !== '';

const urls = /(https?:\/\/[^\s<>"'`*[\](){}\\|]+)/g;
const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
  '&emsp;': '\t',
};
const decoded = (text: string) =>
  text.replace(/&(amp|lt|gt|nbsp|emsp);/g, (entity) => entities[entity] ?? entity);

/** What somebody reads in Teams whose every mark was escaped. */
const unescaped = (markdown: string): string =>
  markdown
    .replaceAll('\n\n', '\n')
    .split(urls)
    .map((part, index) => decoded(index % 2 === 1 ? part : part.replace(/\\(.)/g, '$1')))
    .join('');

/** What nothing was put before, outside of URLs. */
const bare = (markdown: string) => markdown.replace(urls, '').replace(/\\./gs, '');

describe(`Texts that we did not write (seed ${seed})`, { timeout: 120_000 }, () => {
  it('reach the desk as the customer typed them, without control characters', async () => {
    const { copilot, chat } = await openSession(world);
    const said = [...texts.filter(hasWords), 'the last one'];
    for (const text of said) expect((await copilot.message(text)).status, JSON.stringify(text)).toBe(200);
    await chat.sees('the last one');
    expect(chat.messages.map(({ text }) => text)).toEqual(said.map(plainText));
  });

  it('reach the customer as the agent typed them, once what is escaped is read', async () => {
    const { customer, chat } = await openSession(world);
    const said = [...texts.filter((text) => plainText(text) !== ''), 'the last one'];
    for (const message of said) {
      const callback = callbackOf(chat.id, { message });
      let { status } = await postSigned(world, callback);
      // A thousand may wait: on a busy machine they are told faster than they are delivered.
      while (status === 429) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        ({ status } = await postSigned(world, callback));
      }
      expect(status, JSON.stringify(message)).toBe(202);
    }
    await customer.sees(/the last one/);
    const name = '**Dana**: ';
    const seen = customer.messages.filter(({ text }) => text.startsWith(name));
    for (const { text } of seen) expect(bare(text.slice(name.length))).not.toMatch(/[\\`*_[\]~|<>]/);
    expect(seen.map(({ text }) => unescaped(text.slice(name.length)))).toEqual(said.map(plainText));
  });

  it('are names, problems and contexts that break nothing', async () => {
    for (const text of texts.slice(0, 150)) {
      const from = { id: '29:1', name: text.slice(0, 256) };
      const value = { ProblemDescription: text, Context: { [text]: text }, Transcript: text };
      const call = await world.microsoft.copilotStudio.callSkill({
        type: 'event',
        name: 'startConversation',
        conversation: { id: `a:${crypto.randomUUID()}` },
        from,
        value,
      });
      expect(call.status, JSON.stringify(text)).toBe(200);
    }
  });

  it('are refused as ids and hosts, or taken for unknown, and never a defect', async () => {
    for (const text of texts) {
      const { status } = await postSigned(world, callbackOf(text, { sender: text, messageId: text }), {
        id: 'x',
      });
      expect([400, 404], JSON.stringify(text)).toContain(status);
    }
    expect(world.logLines.join()).not.toContain('request-failed');
  });
});
