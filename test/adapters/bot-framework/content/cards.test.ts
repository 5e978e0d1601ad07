import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Overrides } from '../../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { seenAtDesk } from './seen-at-desk.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const seen = (...messages: readonly Overrides[]) => seenAtDesk(world, messages);

describe('A form that a customer sends by the button of a card', () => {
  it.each<[string, unknown, string]>([
    ['an object', { rating: 5, comment: 'Great\n!' }, '[Filled in a form: rating: 5; comment: Great !]'],
    ['JSON text', '{"choice":"refund"}', '[Filled in a form: choice: refund]'],
    ['a word', 'refund', '[Filled in a form: refund]'],
    ['a list', ['a', 1], '[Filled in a form: ["a",1]]'],
    ['nested', { a: { b: true } }, '[Filled in a form: a: {"b":true}]'],
    [
      'with what is for Teams',
      { ok: 'yes', msteams: { type: 'messageBack' } },
      '[Filled in a form: ok: yes]',
    ],
    ['beside inputs of the skill', { LiveChatConversationId: '', x: 1 }, '[Filled in a form: x: 1]'],
    ['of words that other actions know', { Context: 'refund' }, '[Filled in a form: Context: refund]'],
  ])('%s', async (_, value, sign) => {
    expect(await seen({ text: undefined, value })).toEqual([sign]);
  });

  it('is told in short', async () => {
    const value = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`f${index}`, 'x'.repeat(500)]),
    );
    const [sign = ''] = await seen({ text: '', value });
    expect(sign.length).toBeLessThan(2_050);
    expect(sign).toMatch(/…\]$/);
  });

  it('that has a text is that text', async () => {
    expect(await seen({ text: 'Refund, please', value: { action: 'refund' } })).toEqual(['Refund, please']);
  });

  it('is nothing when it has only what topics pass', async () => {
    expect(await seen({ text: '', value: { LiveChatConversationId: '', problemdescription: null } })).toEqual(
      [],
    );
  });
});
