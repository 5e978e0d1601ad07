import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skillCaller } from '../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from '../live-chat/callbacks.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

type Line = Readonly<Record<string, unknown>>;
const linesWhere = (fields: Line): readonly Line[] =>
  world.logLines
    .map((line): Line => JSON.parse(line))
    .filter((line) => Object.entries(fields).every(([name, value]) => line[name] === value));
const hashOf = (id: string): string => hash('sha256', id, 'base64url').slice(0, 16);

async function delivered(change: Line): Promise<Line | undefined> {
  const message = change.messages;
  await expect.poll(() => linesWhere({ msg: 'delivery', message, outcome: 'delivered' })).toHaveLength(1);
  return linesWhere({ msg: 'delivery', message })[0];
}

describe('A message of one customer', () => {
  it('is followed through the log from a hash of the customer or the conversation to its delivery', async () => {
    const { copilot, chat, customer } = await openSession(world);
    const from = { id: '29:anna', name: 'Anna' };
    await copilot.message('My invoice is wrong', { from });
    await chat.sees(/invoice/);
    await postSigned(world, callbackOf(chat.id, { message: 'Let me look' }));
    await customer.sees(/Let me look/);

    const [request] = linesWhere({
      msg: 'change',
      conversation: hashOf(`msteams|${copilot.conversationId}`),
      command: 'request-handoff',
    });
    const session = request?.session;
    expect(session).toMatch(/^hs_/);
    expect(
      linesWhere({ msg: 'change', customer: request?.customer }).every((line) => line.session === session),
    ).toBe(true);

    const [said] = linesWhere({ session, command: 'say-as-customer' });
    expect(await delivered(said ?? {})).toMatchObject({
      session,
      liveChat: chat.id,
      direction: 'to-live-chat',
      attempt: 1,
    });
    const [answered] = linesWhere({ session, command: 'say-as-agent' });
    expect(await delivered(answered ?? {})).toMatchObject({
      session,
      liveChat: chat.id,
      direction: 'to-customer',
    });

    const log = world.logLines.join('');
    expect(log).not.toContain(copilot.conversationId);
    expect(log).not.toContain('29:');
  });

  it('is found by the id by which its customer is erased', async () => {
    const { copilot } = await openSession(world);
    const aadObjectId = '11111111-2222-4333-8444-555555555555';
    const next = skillCaller(world);
    await next.escalate({}, { from: { id: '29:anna', name: 'Anna', aadObjectId } });
    const [request] = linesWhere({ conversation: hashOf(`msteams|${next.conversationId}`) });
    expect(request).toMatchObject({ customer: hashOf(aadObjectId) });
    expect(linesWhere({ conversation: hashOf(`msteams|${copilot.conversationId}`) })[0]?.customer).not.toBe(
      request?.customer,
    );
    expect(world.logLines.join('')).not.toContain(aadObjectId);
  });
});
