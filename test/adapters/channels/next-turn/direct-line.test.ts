import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channelTable } from '../../../../src/adapters/bot-framework/channel-traits/channel-table.ts';
import { postActivity } from '../../../../src/adapters/bot-framework/post-activity.ts';
import { openChannels } from '../../../../src/adapters/channels/channels.ts';
import { awaitsNextTurn } from '../../../../src/application/ports/delivery.ts';
import { attempt } from '../../../contracts/delivery-attempt.ts';
import { testClock } from '../../../contracts/test-clock.ts';
import { addressText } from '../../bot-framework/address.ts';
import { json, type OddServer, oddServer } from '../../http/client/odd-server.ts';

let server: OddServer;
beforeEach(async () => {
  server = await oddServer();
});
afterEach(() => server.stop());

function webChat(isTried: boolean, getToken: () => Promise<string> = async () => 'token') {
  const clock = testClock();
  const post = postActivity(getToken, () => true);
  const directLine = { post, serviceUrl: `${server.url}/`, scope: 'scope', clock };
  const channels = [channelTable.webchat, channelTable.facebook];
  const [channel, facebook] = openChannels(
    { nextTurn: { channels, ...(isTried && { directLine }) } },
    { clock, guard: (given) => given },
  );
  if (!channel || !facebook) throw new Error('no channel is open');
  const address = addressText({ conversationId: 'abc|1', botId: 'copilot-app' });
  const message = { agentName: 'Dana', text: 'Hello' };
  return {
    clock,
    say: () => channel.say(address, message, attempt),
    facebook: () => facebook.say(address, message, attempt),
  };
}

describe('Words for web chat between turns', () => {
  it('go nowhere unless the operator asks for a trial', async () => {
    expect(await webChat(false).say()).toEqual(awaitsNextTurn);
    expect(server.heard).toEqual([]);
  });

  it('go to the Bot Connector of Direct Line as the copilot’s, where it takes them', async () => {
    const { say } = webChat(true);
    expect(await say()).toEqual({ outcome: 'delivered' });
    const [heard] = server.heard;
    expect(heard?.url).toBe('/v3/conversations/abc%7C1/activities');
    expect(heard?.headers.authorization).toBe('Bearer token');
    expect(JSON.parse(heard?.body ?? '')).toMatchObject({
      type: 'message',
      from: { id: 'copilot-app', role: 'bot' },
      text: '**Dana**: Hello',
    });
  });

  it.each([400, 401, 403, 404, 405])(
    'wait for the next turn where it answers %i, and it is left alone',
    async (status) => {
      const { say, clock } = webChat(true);
      server.next(json(status, {}));
      expect(await say()).toEqual(awaitsNextTurn);
      const asked = server.heard.length;
      expect(await say()).toEqual(awaitsNextTurn);
      expect(server.heard).toHaveLength(asked);
      clock.pass(11 * 60_000);
      expect(await say()).toEqual({ outcome: 'delivered' });
    },
  );

  it('are tried again where it is only not well', async () => {
    const { say } = webChat(true);
    server.next(json(503, {}));
    expect(await say()).toMatchObject({ outcome: 'not-delivered', cause: '503' });
    expect(await say()).toEqual({ outcome: 'delivered' });
  });

  it('never go there for other channels', async () => {
    expect(await webChat(true).facebook()).toEqual(awaitsNextTurn);
    expect(server.heard).toEqual([]);
  });
});
