import { describe, expect, it } from 'vitest';
import { action, dana, entered, output, told } from './items.ts';

describe('A callback of ServiceNow tells', () => {
  it.each([
    ['SwitchToVirtualAgent', [action('SwitchToVirtualAgent')], {}, {}],
    ['completed', [], { completed: true }, {}],
    ['completed, in text', [], { completed: 'true' }, {}],
    ['both', [], { completed: true, takeControl: true }, {}],
    ['control that an agent gives back', [], { takeControl: true, agentChat: true }, {}],
    ['control that is given back', [], { takeControl: true, score: '0' }, { cause: 'failed' }],
    [
      'a closed session',
      [action('System', { message: 'Dana has closed the support session.' })],
      {},
      { cause: 'agent' },
    ],
    ['the same without a name', [action('System', { message: 'The support session was closed.' })], {}, {}],
    ['a time-out', [action('System', { message: 'The conversation has timed out.' })], {}, { cause: 'idle' }],
    [
      'a reason that comes along',
      [action('SwitchToVirtualAgent'), action('System', { message: 'Dana has closed the support session' })],
      { completed: true, takeControl: true },
      { cause: 'agent' },
    ],
  ])('an end by %s, once', (_, body, more, cause) => {
    expect(told(body, more)).toEqual([{ type: 'ended', ...cause }]);
  });

  it.each([
    ['both in one', [action('SwitchToLiveAgent'), entered('Dana')], [{ type: 'joined', agentName: 'Dana' }]],
    [
      'a leave',
      [action('System', { message: 'Dana has left the chat.' })],
      [{ type: 'left', agentName: 'Dana' }],
    ],
    [
      'a transfer',
      [action('System', { message: 'Dana has left the chat.' }), action('SwitchToLiveAgent'), entered('Eli')],
      [{ type: 'transferred', agentName: 'Eli' }],
    ],
    [
      'a transfer without names',
      [action('System', { message: 'Dana has left the chat.' }), action('SwitchToLiveAgent')],
      [{ type: 'transferred' }],
    ],
  ])('once who is there by %s', (_, body, statuses) => {
    expect(told(body)).toEqual(statuses);
  });

  it('that no agent came where the request for one is answered by an end', () => {
    const body = [output({ value: 'Our agents are not at work.' }), action('SwitchToVirtualAgent')];
    const asked = { requestId: 'ask-0-x', completed: true };
    const words = { automatic: 'Our agents are not at work.' };
    expect(told(body, asked)).toEqual([words, { type: 'ended', cause: 'no-agents' }]);
    expect(told(body, { ...asked, agentChat: true })).toEqual([words, { type: 'ended' }]);
    expect(told(body, { ...asked, requestId: 'r1' })).toEqual([words, { type: 'ended' }]);
    expect(told([action('SwitchToVirtualAgent')], asked)).toEqual([{ type: 'ended' }]);
  });

  it('an end without agents with the words that say so', () => {
    expect(told([output({ value: 'No agents are available. Try tomorrow.' })], { completed: true })).toEqual([
      { automatic: 'No agents are available. Try tomorrow.' },
      { type: 'ended', cause: 'no-agents' },
    ]);
  });

  it('an end after all that was said with it', () => {
    const body = [action('SwitchToVirtualAgent'), output({ value: 'Bye', agentInfo: dana })];
    expect(told(body)).toEqual([{ words: 'Bye' }, { type: 'ended' }]);
  });
});
