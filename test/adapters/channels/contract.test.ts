import { callbackSeal } from '../../../src/adapters/bot-framework/callback/callback-seal.ts';
import { postCallback } from '../../../src/adapters/bot-framework/callback/post-callback.ts';
import { channelTable } from '../../../src/adapters/bot-framework/channel-traits/channel-table.ts';
import { postActivity } from '../../../src/adapters/bot-framework/post-activity.ts';
import { openChannels } from '../../../src/adapters/channels/channels.ts';
import { circuitBreakers } from '../../../src/adapters/circuit-breakers/breakers.ts';
import { guardedChannel } from '../../../src/adapters/circuit-breakers/guarded-peers.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { describeCustomerChannel } from '../../contracts/customer-channel.ts';
import { addressText } from '../bot-framework/address.ts';
import { oddServer, reset } from '../http/client/odd-server.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const allows = () => true;

describeCustomerChannel('Teams', async () => {
  const server = await oddServer();
  const breakers = circuitBreakers({ clock: systemClock, ids: { random: () => 0 }, log });
  const teams = { post: postActivity(async () => 'token', allows), allowsServiceUrl: allows };
  const [channel] = openChannels(
    { teams: { ...teams, pace: { perSecond: 50, threadLimits: [] } } },
    { clock: systemClock, guard: (given) => guardedChannel(given, breakers) },
  );
  if (!channel) throw new Error('no channel is open');
  return {
    channel,
    address: addressText({ channelServiceUrl: `${server.url}/` }),
    texts: () =>
      server.heard
        .map(({ body }) => JSON.parse(body))
        .flatMap(({ type, text }) => (type === 'message' ? [text] : [])),
    loseNextAnswer: () => server.next(reset),
    goAway: () => server.stop(),
    stop: () => server.stop(),
  };
});

describeCustomerChannel('Web chat, tried at Direct Line', async () => {
  const server = await oddServer();
  const breakers = circuitBreakers({ clock: systemClock, ids: { random: () => 0 }, log });
  const post = postActivity(async () => 'token', allows);
  const directLine = { post, serviceUrl: `${server.url}/`, scope: 'scope', clock: systemClock };
  const [channel] = openChannels(
    { nextTurn: { channels: [channelTable.webchat], directLine } },
    { clock: systemClock, guard: (given) => guardedChannel(given, breakers) },
  );
  if (!channel) throw new Error('no channel is open');
  return {
    channel,
    address: addressText({ botId: 'copilot-app' }),
    texts: () => server.heard.map(({ body }) => JSON.parse(body).text),
    loseNextAnswer: () => server.next(reset),
    goAway: () => server.stop(),
    stop: () => server.stop(),
  };
});

describeCustomerChannel('The connected agent', async () => {
  const server = await oddServer();
  const breakers = circuitBreakers({ clock: systemClock, ids: { random: () => 0 }, log });
  const seal = callbackSeal(() => ['a client secret']);
  const [channel] = openChannels(
    { connectedAgent: { post: postCallback(allows), seal } },
    { clock: systemClock, guard: (given) => guardedChannel(given, breakers) },
  );
  if (!channel) throw new Error('no channel is open');
  return {
    channel,
    address: addressText({ callback: seal.seal(`${server.url}/agent?sig=1`) }),
    texts: () => server.heard.map(({ body }) => JSON.parse(body).text),
    loseNextAnswer: () => server.next(reset),
    goAway: () => server.stop(),
    stop: () => server.stop(),
  };
});
