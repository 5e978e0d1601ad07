import { describe, expect, it } from 'vitest';
import { intentOf } from '../../../src/adapters/copilot-studio/activity.ts';
import type { InboundActivity } from '../../../src/adapters/copilot-studio/wire.ts';

const settings = { dialect: 'auto', endCommand: 'end handoff' } as const;
const message: InboundActivity = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/',
  conversation: { id: 'a:1' },
  from: { id: '29:1' },
};
const said = (more: Partial<InboundActivity>) => intentOf({ ...message, ...more }, settings);

describe('A message', () => {
  it('of a picture alone tells the agent that there is one', () => {
    const attachments = [{ contentType: 'image/png', name: 'screen\n.png' }, { contentType: 'image/png' }];
    expect(said({ attachments })).toEqual({
      kind: 'message',
      text: '[attachment: screen .png] [attachment: unnamed]',
    });
  });

  it('whose attachment is the same text as HTML says nothing of it', () => {
    const attachments = [{ contentType: 'text/html' }];
    expect(said({ text: 'Hi', attachments })).toEqual({ kind: 'message', text: 'Hi' });
    expect(said({ attachments })).toEqual({ kind: 'message', text: '' });
  });

  it('loses its control characters other than tab and line feed, and nothing else', () => {
    const text = ' a\tb\nc\u0000\u0007\u001b[31m\u007f\r\u0085 \u202e<b>😀 ';
    expect(said({ text })).toEqual({ kind: 'message', text: ' a\tb\nc[31m\u0085 \u202e<b>😀 ' });
  });
});
