import { describe, expect, it } from 'vitest';
import type { Fault } from '../../simulators/faults/fault.ts';
import type { ReceivedRequest } from '../../simulators/faults/orders.ts';
import { tokens } from '../../simulators/history/token.ts';
import type { Customer } from '../../simulators/teams/customer.ts';
import { type DirectWorld, expectKept } from './world/direct-world.ts';
import { directedWorlds } from './world/directed-worlds.ts';

const worlds = directedWorlds();

const faults: readonly Fault[] = [
  { kind: 'black-hole' },
  { kind: 'reset-before' },
  { kind: 'status', status: 503 },
  { kind: 'intermediary', status: 403 },
];
const minuteMs = 60_000;
/** How long a message may be tried that its party never takes; far less than a day, and more than a short outage. */
const boundMs = 60 * minuteMs;
const others = 10;
const token = tokens('never');

/** Customers who come, talk and leave, one every five minutes, while something fails for somebody else. */
async function othersGoOn(there: DirectWorld): Promise<void> {
  for (let number = 0; number < others; number++) {
    const other = await there.asks(`Other ${number}`);
    const [word, answer] = [token(), token()];
    await there.says(other, word);
    void there.chatOf(other)?.says(answer);
    await there.pass(2000);
    expect(
      there.chatOf(other)?.messages.map(({ text }) => text),
      `words of ${other.name}`,
    ).toContain(word);
    expect(there.read(other).join('\n'), `what ${other.name} reads`).toContain(answer);
    await leaves(there, other, number);
    await there.pass(5 * minuteMs);
  }
}

/** Some say goodbye, some are left by their agent. */
async function leaves(there: DirectWorld, customer: Customer, number: number): Promise<void> {
  if (number % 2 === 0) await there.says(customer, 'Good bye');
  else void there.chatOf(customer)?.ends();
  await there.pass(2000);
  const { isSkillActive } = there.parties.copilotStudio.stateOf(customer.conversationId);
  expect([customer.name, isSkillActive, there.chatOf(customer)?.status]).toEqual([
    customer.name,
    false,
    'ended',
  ]);
}

describe.each(faults)('One message that a party never takes ($kind $status)', (fault) => {
  const bad = `${token()} <script>`;
  const rule = ({ body }: ReceivedRequest) => (body.includes(bad.split(' ')[0] ?? '') ? fault : undefined);

  it('R24: of a customer becomes a dead letter in time; what follows it arrives, and no other session notices', async () => {
    const world = await worlds.start({ rules: { toLiveChat: rule } });
    const anna = await world.asks('Anna');
    await world.says(anna, bad);
    const next = token();
    await world.says(anna, next);
    await othersGoOn(world);
    await world.pass(boundMs - others * 5 * minuteMs);
    expect(world.chatOf(anna)?.messages.map(({ text }) => text)).toContain(next);
    expect(world.read(anna)).toContainEqual(expect.stringMatching(/could not be delivered to the agent/));
    await world.says(anna, 'Good bye');
    await expectKept(world, boundMs + 10 * minuteMs);
  });

  it('R24: of an agent becomes a dead letter in time; what follows it arrives, and no other session notices', async () => {
    const world = await worlds.start({ rules: { toTeams: rule } });
    const anna = await world.asks('Anna');
    const chat = world.chatOf(anna);
    const next = token();
    void chat?.says(bad);
    void chat?.says(next);
    await othersGoOn(world);
    await world.pass(boundMs - others * 5 * minuteMs);
    expect(world.read(anna).join('\n')).toContain(next);
    expect(chat?.messages.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/could not be delivered to the customer/),
    );
    await world.says(anna, 'Good bye');
    await expectKept(world, boundMs + 10 * minuteMs);
  });

  it('R24: that gives a conversation back keeps no other from being given back', async () => {
    let annas: string | undefined;
    const toCopilot = ({ path }: ReceivedRequest) =>
      annas !== undefined && path.startsWith('/copilot-studio/') && path.includes(encodeURIComponent(annas))
        ? fault
        : undefined;
    const world = await worlds.start({ rules: { toTeams: toCopilot } });
    const anna = await world.asks('Anna');
    annas = anna.conversationId;
    void world.chatOf(anna)?.ends();
    await othersGoOn(world);
    await world.says(anna, 'Hello');
    expect(world.parties.copilotStudio.stateOf(annas).isSkillActive).toBe(false);
    await expectKept(world, boundMs + 10 * minuteMs);
  });
});
