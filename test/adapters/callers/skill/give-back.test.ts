import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postActivity } from '../../../../src/adapters/bot-framework/post-activity.ts';
import { serviceHosts } from '../../../../src/adapters/bot-framework/service-hosts.ts';
import { giveBack } from '../../../../src/adapters/callers/skill/give-back.ts';
import { liveChatId } from '../../../../src/domain/ids.ts';
import { attempt } from '../../../contracts/delivery-attempt.ts';
import { addressText } from '../../bot-framework/address.ts';
import { type OddServer, oddServer } from '../../http/client/odd-server.ts';

let server: OddServer;
let address: string;
beforeAll(async () => {
  server = await oddServer();
  const customer = { id: '29:1', name: 'Anna' };
  const conversationId = 'a:1x@unq.gbl.spaces;messageid=1/../%2f?#ü';
  address = addressText({ conversationId, customer, copilotServiceUrl: `${server.url}/runtime` });
});
afterAll(() => server.stop());

const allows = (serviceUrl: string) => serviceHosts([new URL(server.url).host])(serviceUrl);
const tokenOf = async (scope: string) => `skill.${Buffer.from(scope).toString('hex')}.x`;
const end = { reason: 'agent', liveChatId: liveChatId('lc_1') } as const;
const encodedId = 'a%3A1x%40unq.gbl.spaces%3Bmessageid%3D1%2F..%2F%252f%3F%23%C3%BC';

describe('The way back to the copilot', () => {
  it('is an EndOfConversation from the skill to the runtime, with a token for the app of the copilot', async () => {
    expect(await giveBack(postActivity(tokenOf, allows))(address, end, attempt)).toEqual({
      outcome: 'delivered',
    });
    const heard = server.heard.at(-1);
    expect(heard?.url).toBe(`/runtime/v3/conversations/${encodedId}/activities`);
    const scope = Buffer.from('copilot-app/.default').toString('hex');
    expect(heard?.headers?.authorization).toBe(`Bearer skill.${scope}.x`);
    expect(JSON.parse(heard?.body ?? '{}')).toMatchObject({
      type: 'endOfConversation',
      code: 'completedSuccessfully',
      channelId: 'msteams',
      from: { id: 'skill-app', role: 'skill' },
      recipient: { id: '29:1', role: 'user' },
      conversation: { id: 'a:1x@unq.gbl.spaces;messageid=1/../%2f?#ü', tenantId: 'tenant-1' },
      value: { LiveChatConversationId: 'lc_1', HandoffStatus: 'ended', Reason: 'agent' },
    });
  });

  it('needs nothing that only the channel reads', async () => {
    const { channelServiceUrl: _, botId: __, ...own } = JSON.parse(address);
    const given = giveBack(postActivity(tokenOf, allows))(JSON.stringify(own), end, attempt);
    expect(await given).toEqual({ outcome: 'delivered' });
  });

  it('is not gone when the session has ended while the token was waited for', async () => {
    const before = server.heard.length;
    let hasEnded = false;
    const slowToken = async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      return 'token';
    };
    const isStillWanted = async () => !hasEnded;
    const given = giveBack(postActivity(slowToken, () => true))(address, end, { ...attempt, isStillWanted });
    hasEnded = true;
    expect(await given).toEqual({ outcome: 'rejected', cause: 'ended' });
    expect(server.heard).toHaveLength(before);
  });

  it.each([
    { why: 'ended', expected: { outcome: 'rejected', cause: 'ended' } },
    { why: 'late', expected: { outcome: 'not-delivered', cause: 'late' } },
  ] as const)(
    'is not gone, and $expected.outcome, when it is $why once there is a connection',
    async (row) => {
      const { why, expected } = row;
      const before = server.heard.length;
      const isStillWanted = Object.assign(async () => true, { whyNot: () => why });
      const post = postActivity(tokenOf, allows);
      expect(await giveBack(post)(address, end, { ...attempt, isStillWanted })).toEqual(expected);
      expect(server.heard).toHaveLength(before);
    },
  );
});
