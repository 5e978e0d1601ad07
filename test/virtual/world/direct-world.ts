import { expect } from 'vitest';
import type { Fault } from '../../../simulators/faults/fault.ts';
import type { ReceivedRequest, Rule } from '../../../simulators/faults/orders.ts';
import { check } from '../../../simulators/history/check.ts';
import { printed } from '../../../simulators/history/print.ts';
import type { Behaviour, Chat } from '../../../simulators/live-chat/live-chat.ts';
import type { Customer } from '../../../simulators/teams/customer.ts';
import type { FaultPlan, Rules } from './network.ts';
import { freshInMemoryStore } from './stores.ts';
import type { VirtualRuntime } from './virtual-runtime.ts';
import { type VirtualWorld, type VirtualWorldOptions, virtualWorld } from './virtual-world.ts';

export interface DirectOptions extends Pick<VirtualWorldOptions, 'liveChatKind' | 'sends'> {
  /** In memory unless told. */
  readonly freshStore?: VirtualWorldOptions['freshStore'];
  readonly rules?: Rules;
  readonly weather?: Partial<FaultPlan>;
  readonly behaviour?: Behaviour;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A virtual world in which nothing happens but what a test directs, in one order and in as much time as it says. */
export interface DirectWorld extends VirtualWorld {
  pass(ms: number): Promise<void>;
  /** The customer of this name asks for an agent; a new one when there is none yet. */
  asks(name: string): Promise<Customer>;
  says(customer: Customer, text: string): Promise<void>;
  /** The newest chat of this customer, if there is any. */
  chatOf(customer: Customer): Chat | undefined;
  /** What the customer reads in Teams. */
  read(customer: Customer): readonly string[];
}

export async function directWorld(stage: VirtualRuntime, options: DirectOptions): Promise<DirectWorld> {
  const { rules = {}, weather = {}, behaviour = {}, settings = {}, freshStore, ...rest } = options;
  const { time } = stage;
  time.restart();
  const world = await virtualWorld({
    ...stage,
    ...rest,
    expectReplies: true,
    dialect: 'reference',
    weather: { toBridge: [], toTeams: [], toLiveChat: [], ...weather },
    rules,
    freshStore: freshStore ?? freshInMemoryStore,
    step: async () => undefined,
    settings: { HANDOFF_IDLE_MINUTES: '1440', HANDOFF_MAX_HOURS: '24', ...settings },
  });
  stage.connect(world.network.carry);
  world.parties.liveChat.dials.behaviour = behaviour;
  await world.start();
  const customers = new Map<string, Customer>();
  const says = async (customer: Customer, text: string) => {
    void customer.says(text).catch(() => undefined);
    await time.pass(100);
  };
  return {
    ...world,
    pass: (ms) => time.pass(ms),
    async asks(name) {
      const customer = customers.get(name) ?? (await world.parties.teams.customer(name));
      customers.set(name, customer);
      await says(customer, 'I want to talk with a person');
      await says(customer, 'My invoice is wrong');
      return customer;
    },
    says,
    chatOf: ({ name }) =>
      world.parties.liveChat.chats().findLast(({ customerName }) => customerName === name),
    read: (customer) => customer.messages.filter(({ from }) => from === 'copilot').map(({ text }) => text),
  };
}

/** The first `times` requests that fit meet a fault. */
export function first(times: number, fits: (asked: ReceivedRequest) => boolean, fault: Fault): Rule {
  let left = times;
  return (asked) => {
    if (left === 0 || !fits(asked)) return undefined;
    left -= 1;
    return fault;
  };
}

/** Each request meets what the first rule that knows it says. */
export const anyOf =
  (...rules: readonly Rule[]): Rule =>
  (asked) => {
    for (const rule of rules) {
      const fault = rule(asked);
      if (fault) return fault;
    }
    return undefined;
  };

/** Lets everything heal and drain, and judges what everybody saw. */
export async function expectKept(world: DirectWorld, drainMs = 10 * 60_000): Promise<void> {
  world.heal();
  await world.pass(5 * 60_000);
  expect(printed(check(await world.record(), { drainMs }))).toBe('Every promise was kept.\n');
  expect(world.errors).toEqual([]);
}
