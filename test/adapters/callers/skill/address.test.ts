import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serviceHosts } from '../../../../src/adapters/bot-framework/service-hosts.ts';
import { skillAddress } from '../../../../src/adapters/callers/skill/skill-address.ts';
import { skillTurn } from '../../../../src/adapters/callers/skill/skill-turn.ts';
import { openChannels } from '../../../../src/adapters/channels/channels.ts';
import { teamsAddress } from '../../../../src/adapters/channels/teams/teams-address.ts';
import { systemClock } from '../../../../src/adapters/system/clock.ts';
import { defaultSentences } from '../../../../src/application/sentences.ts';

/** What the version before read: all of it in one place. Replicas that are replaced one after the other still do. */
const addressBefore = z.object({
  channelId: z.string(),
  conversationId: z.string(),
  tenantId: z.string().optional(),
  channelServiceUrl: z.string(),
  copilotServiceUrl: z.string(),
  copilotAppId: z.string(),
  botId: z.string(),
  skillId: z.string(),
  customer: z.object({ id: z.string(), name: z.string().optional(), aadObjectId: z.string().optional() }),
  locale: z.string().optional(),
});

const allowsServiceUrl = serviceHosts(['smba.trafficmanager.net', '.powerapps.com']);

/** The address that a skill call leaves with the session. */
async function writtenBy(conversation: { readonly id: string; readonly tenantId?: string }): Promise<string> {
  let written = '';
  const parts = {
    requestHandoff: async ({ customerAddress }: { readonly customerAddress: string }) => {
      written = customerAddress;
      return { status: 'closed' as const };
    },
    relayCustomerMessage: async () => ({ outcome: 'accepted' as const }),
    relayCustomerTyping: async () => {},
    takeTurnWords: async () => undefined,
    endHandoff: async () => ({ status: 'none' as const }),
    sentences: defaultSentences,
    dialect: { dialect: 'auto' as const, endCommand: 'end' },
    tenantId: 'our-tenant',
    channels: openChannels(
      {
        teams: {
          post: async () => ({ outcome: 'delivered' }),
          pace: { perSecond: 50, threadLimits: [] },
          allowsServiceUrl,
        },
      },
      { clock: systemClock, guard: (channel) => channel },
    ),
  };
  const activity = {
    type: 'event',
    name: 'startConversation',
    channelId: 'msteams',
    serviceUrl: 'https://pvaruntime.eu-il101.gateway.prod.island.powerapps.com/x/',
    conversation,
    from: { id: '29:1', name: 'Anna', aadObjectId: 'aad-1' },
    recipient: { id: 'skill-app' },
    locale: 'de',
  };
  await skillTurn(parts, { activity, activityId: 'a1', callerAppId: 'copilot-app' });
  return written;
}

const expected = {
  channelId: 'msteams',
  conversationId: 'a:1',
  tenantId: 'our-tenant',
  channelServiceUrl: 'https://smba.trafficmanager.net/emea/our-tenant/',
  copilotServiceUrl: 'https://pvaruntime.eu-il101.gateway.prod.island.powerapps.com/x/',
  copilotAppId: 'copilot-app',
  botId: '28:copilot-app',
  skillId: 'skill-app',
  customer: { id: '29:1', name: 'Anna', aadObjectId: 'aad-1' },
  locale: 'de',
};

/** As commit 5f1c31b wrote it for the same activity. */
const writtenBefore =
  '{"channelId":"msteams","conversationId":"a:1","tenantId":"our-tenant","channelServiceUrl":"https://smba.trafficmanager.net/emea/our-tenant/","copilotServiceUrl":"https://pvaruntime.eu-il101.gateway.prod.island.powerapps.com/x/","copilotAppId":"copilot-app","botId":"28:copilot-app","skillId":"skill-app","customer":{"id":"29:1","name":"Anna","aadObjectId":"aad-1"},"locale":"de"}';

describe('The address of a session', () => {
  it('has all that the version before reads, and nothing else', async () => {
    const written = JSON.parse(await writtenBy({ id: 'a:1' }));
    expect(written).toEqual(expected);
    expect(addressBefore.parse(written)).toEqual(expected);
  });

  it('gives caller and channel what each of them needs, and no more', async () => {
    const written = JSON.parse(await writtenBy({ id: 'a:1' }));
    const { channelServiceUrl, botId, ...ofCaller } = expected;
    const { copilotServiceUrl: _, copilotAppId: __, skillId: ___, customer: ____, ...ofChannel } = expected;
    expect(skillAddress.parse(written)).toEqual(ofCaller);
    expect(teamsAddress.parse(written)).toEqual(ofChannel);
  });

  it('that the version before wrote says the same to both', async () => {
    const written = JSON.parse(await writtenBy({ id: 'a:1' }));
    const before = JSON.parse(writtenBefore);
    expect(before).toEqual(written);
    expect(skillAddress.parse(before)).toEqual(skillAddress.parse(written));
    expect(teamsAddress.parse(before)).toEqual(teamsAddress.parse(written));
  });

  it('names the tenant of the conversation where it has one', async () => {
    const written = JSON.parse(await writtenBy({ id: 'a:1', tenantId: 'their-tenant' }));
    expect(written).toMatchObject({
      tenantId: 'their-tenant',
      channelServiceUrl: 'https://smba.trafficmanager.net/emea/their-tenant/',
    });
  });
});
