import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionHabits } from '../../../../simulators/copilot-studio/connected-agent/habits.ts';
import { apps, tokenFor } from '../fake-skill.ts';
import { type PlayedAgent, startConnectedAgent } from './played-agent.ts';

let played: PlayedAgent;
beforeAll(async () => {
  played = await startConnectedAgent();
});
afterAll(() => played.stop());

/** After a customer's first turn. */
async function inTurn(among: PlayedAgent = played) {
  among.agent.answers(() => []);
  const met = await among.meet();
  await met.customer.says('I want to talk with a person');
  return { ...among, ...met };
}

async function withHabits(
  habits: Partial<ConnectionHabits>,
  test: (turn: Awaited<ReturnType<typeof inTurn>>) => Promise<void>,
) {
  const other = await startConnectedAgent(habits);
  await inTurn(other).then(test).finally(other.stop);
}

const said = (text: string) => ({ type: 'message', text, textFormat: 'markdown' });

describe('The callback of a connected agent', () => {
  it('takes words long after the turn, with an empty answer', async () => {
    const { agent, customer } = await inTurn();
    const answer = await agent.posts(said('**Dana**: Hello'));
    expect(answer).toEqual({ status: 200, contentType: undefined, body: '' });
    await customer.sees('**Dana**: Hello');
  });

  it('shows that the agent is typing, and takes what it does not show', async () => {
    const { agent, read } = await inTurn();
    for (const type of ['typing', 'endOfConversation', 'event'])
      expect((await agent.posts({ type })).status).toBe(200);
    expect(read()).toEqual([]);
  });

  it('refuses a path behind the query, as the SDK for JavaScript would append it', async () => {
    const { agent, customer, heard, read, refusals } = await inTurn();
    const to = `${heard()[0]?.serviceUrl}/v3/conversations/${customer.conversationId}/activities/1`;
    expect((await agent.posts(said('Psst'), { to })).status).toBe(404);
    expect(refusals()).toEqual(['path']);
    expect(read()).toEqual([]);
  });

  it('refuses a path before the query, and another query', async () => {
    const { agent, heard, refusals } = await inTurn();
    const url = heard()[0]?.serviceUrl ?? '';
    for (const to of [
      url.replace('?', '/v3/conversations?'),
      url.replace('sp=reply', 'sp=all'),
      `${url}&x=1`,
    ])
      expect((await agent.posts(said('Psst'), { to })).status).toBeGreaterThanOrEqual(401);
    expect(refusals()).toEqual(['path', 'path', 'signature']);
  });

  it('refuses a token, which it does not need', async () => {
    const { agent, read, refusals, side } = await inTurn();
    const token = await tokenFor(side, apps.skillApp, `${apps.copilotApp.clientId}/.default`);
    expect((await agent.posts(said('Psst'), { token })).status).toBe(400);
    expect(refusals()).toEqual(['token']);
    expect(read()).toEqual([]);
  });

  it.each([
    { refusal: 401, acceptance: 200 },
    { refusal: 403, acceptance: 201 },
    { refusal: 410, acceptance: 202 },
  ] as const)(
    'refuses the signature of a turn of before: $refusal, and takes the new one: $acceptance',
    (habits) =>
      withHabits(habits, async ({ agent, customer, heard, refusals }) => {
        await customer.says('And?');
        const [old = '', current = ''] = heard().map(({ serviceUrl }) => serviceUrl ?? '');
        expect(current).not.toBe(old);
        expect((await agent.posts(said('Old'), { to: old })).status).toBe(habits.refusal);
        expect((await agent.posts(said('New'), { to: current })).status).toBe(habits.acceptance);
        expect(refusals()).toEqual(['over', undefined]);
      }),
  );

  it('takes words at every callback where all of them last, and by the id that the agent knows', () =>
    withHabits(
      { callbacks: 'all', conversationId: 'of its own' },
      async ({ agent, customer, heard, side }) => {
        await customer.says('And?');
        expect((await agent.posts(said('Old'), { to: heard()[0]?.serviceUrl ?? '' })).status).toBe(200);
        await customer.sees('Old');
        expect(heard()[0]?.conversation?.id).not.toBe(customer.conversationId);
        expect(side.copilotStudio.received.at(-1)?.conversationId).toBe(customer.conversationId);
      },
    ));

  it('refuses a forged signature, and one of another conversation', async () => {
    const { agent, heard, refusals, side } = await inTurn();
    const other = await side.teams.customer('Ron');
    await other.says('I want to talk with a person');
    const [mias = '', rons = ''] = heard().map(({ serviceUrl }) => serviceUrl);
    const mixed = rons.replace(/sig=.*/, mias.slice(mias.indexOf('sig=')));
    const forged = rons.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const to of [mixed, forged]) expect((await agent.posts(said('Psst'), { to })).status).toBe(401);
    expect(refusals()).toEqual(['signature', 'signature']);
  });

  it('is over when it is made to expire, until the next turn', async () => {
    const { agent, customer, side } = await inTurn();
    side.copilotStudio.expireCallbacks(customer.conversationId);
    expect((await agent.posts(said('Late'))).status).toBe(401);
    await customer.says('Still there?');
    expect((await agent.posts(said('Here'))).status).toBe(200);
    await customer.sees('Here');
  });

  it('refuses what is no activity, and what is planned to fail', async () => {
    const { agent, side } = await inTurn();
    expect((await agent.posts({ text: 'no type' })).status).toBe(400);
    side.copilotStudio.refuseReplies({ status: 503 });
    expect((await agent.posts(said('one'))).status).toBe(503);
    expect((await agent.posts(said('two'))).status).toBe(200);
  });
});
