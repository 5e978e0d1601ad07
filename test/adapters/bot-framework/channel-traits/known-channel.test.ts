import { describe, expect, it } from 'vitest';
import { channelTable } from '../../../../src/adapters/bot-framework/channel-traits/channel-table.ts';
import { knownChannel } from '../../../../src/adapters/bot-framework/channel-traits/known-channel.ts';

describe('The channel of an activity', () => {
  const copilot = [{ type: 'ProductInfo', id: 'Copilot' }];

  it.each([
    ['msteams', { channelId: 'MsTeams' }],
    ['msteams', { channelId: 'msteams', entities: [{ type: 'ProductInfo', id: 'Teams' }, null, 'COPILOT'] }],
    ['m365-copilot', { channelId: 'msteams', entities: copilot }],
    ['m365-copilot', { channelId: 'agents', entities: copilot }],
    ['m365-copilot', { channelId: 'msteams:COPILOT' }],
    ['m365-copilot', { channelId: 'm365extensions' }],
    ['directline', { channelId: 'directline' }],
    ['telephony', { channelId: 'msteamsphone' }],
    [undefined, { channelId: 'carrier-pigeon' }],
    [undefined, { channelId: 'constructor' }],
  ])('is %s for %j', (id, activity) => {
    expect(knownChannel(activity)?.id).toBe(id);
  });

  it('has a reason wherever a way never reaches it, and there alone', () => {
    for (const channel of Object.values(channelTable)) {
      const isRefused = Object.values(channel.reach).some((reach) => reach === 'never');
      expect('reason' in channel, channel.id).toBe(isRefused);
    }
  });
});
