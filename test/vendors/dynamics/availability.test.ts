import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { skillCaller } from '../../adapters/callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../adapters/http/running-bridge.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge({ liveChatKind: 'dynamics' });
});
afterAll(() => world.stop());
afterEach(() => {
  world.liveChat.refuse(undefined);
  world.liveChat.behave({});
});

async function escalated(value: object = {}) {
  const customer = await world.microsoft.teams.customer('Anna');
  const copilot = skillCaller(world, { conversationId: customer.conversationId });
  const { replies } = await copilot.escalate(value);
  return { customer, outputs: replies.at(-1) };
}
const asks = () => world.liveChat.requests.filter(({ path }) => path.includes('CCaaS_'));
const creates = () => world.liveChat.requests.filter(({ path }) => path.endsWith('/create'));

describe('A start of Dynamics', () => {
  it('asks for hours and agents with the context, and tells the place in the queue', async () => {
    const { outputs } = await escalated({ context: { order: 7 } });
    expect(outputs).toMatchObject({ value: { HandoffStatus: 'queued' } });
    const { body } = asks().at(-1) ?? {};
    expect(body).toEqual({
      ApiVersion: '1.0',
      LiveWorkStreamId: '8a581641-291b-4002-9b86-55e0cfa0fc63',
      CustomContextItems: '{"order":{"isDisplayable":true,"value":"7","datatype":"192350000"}}',
    });
    expect(asks().at(-1)?.status).toBe(200);
  });

  it.each(['closed', 'no-agents'] as const)('is refused as %s, and opens nothing', async (reason) => {
    world.liveChat.refuse(reason);
    const before = creates().length;
    const { outputs } = await escalated();
    expect(outputs).toMatchObject({ value: { HandoffStatus: reason } });
    expect(creates().length).toBe(before);
  });

  it('is unavailable where Dynamics refuses it', async () => {
    world.liveChat.refuse('unavailable');
    expect((await escalated()).outputs).toMatchObject({ value: { HandoffStatus: 'unavailable' } });
  });

  it('goes on where availability cannot be learnt, and ends as closed when Dynamics says so later', async () => {
    world.liveChat.behave({ choices: { hidesAvailability: true } });
    world.liveChat.refuse('closed');
    const { customer } = await escalated();
    expect(asks().at(-1)?.status).toBe(403);
    await customer.sees(/not on duty/);
  });

  it('is not refused when it is repeated, since the first one may have opened a conversation', async () => {
    world.liveChat.failNext({ path: '/start', reset: 'after-accepting' });
    const before = asks().length;
    const { outputs } = await escalated();
    expect(outputs).toMatchObject({ value: { HandoffStatus: 'queued' } });
    expect(asks().length - before).toBe(1);
  });
});
