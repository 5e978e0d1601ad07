import { callbackSeal } from '../../../src/adapters/bot-framework/callback/callback-seal.ts';
import { postCallback } from '../../../src/adapters/bot-framework/callback/post-callback.ts';
import { postActivity } from '../../../src/adapters/bot-framework/post-activity.ts';
import { connectedAgentId } from '../../../src/adapters/callers/connected-agent/connected-agent-turn.ts';
import { giveBack as connectedAgentGiveBack } from '../../../src/adapters/callers/connected-agent/give-back.ts';
import { giveBack } from '../../../src/adapters/callers/skill/give-back.ts';
import { skillId } from '../../../src/adapters/callers/skill/skill-turn.ts';
import { circuitBreakers } from '../../../src/adapters/circuit-breakers/breakers.ts';
import { guardedCaller } from '../../../src/adapters/circuit-breakers/guarded-peers.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { describeCaller } from '../../contracts/caller.ts';
import { addressText } from '../bot-framework/address.ts';
import { oddServer, reset } from '../http/client/odd-server.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };

describeCaller('The skill', async () => {
  const server = await oddServer();
  const breakers = circuitBreakers({ clock: systemClock, ids: { random: () => 0 }, log });
  const post = postActivity(
    async () => 'token',
    () => true,
  );
  return {
    caller: guardedCaller({ id: skillId, giveBack: giveBack(post) }, breakers),
    address: addressText({ copilotServiceUrl: `${server.url}/` }),
    reasons: () => server.heard.map(({ body }) => JSON.parse(body).value.Reason),
    loseNextAnswer: () => server.next(reset),
    goAway: () => server.stop(),
    stop: () => server.stop(),
  };
});

describeCaller('The connected agent', async () => {
  const server = await oddServer();
  const breakers = circuitBreakers({ clock: systemClock, ids: { random: () => 0 }, log });
  const seal = callbackSeal(() => ['a client secret']);
  const post = postCallback(() => true);
  const caller = { id: connectedAgentId, giveBack: connectedAgentGiveBack({ post, seal }) };
  return {
    caller: guardedCaller(caller, breakers),
    address: addressText({ callback: seal.seal(`${server.url}/agent?sig=1`) }),
    reasons: () => server.heard.map(({ body }) => JSON.parse(body).value.Reason),
    loseNextAnswer: () => server.next(reset),
    goAway: () => server.stop(),
    stop: () => server.stop(),
  };
});
