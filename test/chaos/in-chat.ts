import { expect } from 'vitest';
import { check } from '../../simulators/history/check.ts';
import type { Event } from '../../simulators/history/event.ts';
import { printed } from '../../simulators/history/print.ts';
import type { ChaosWorld } from './chaos-world.ts';
import { until } from './load/until.ts';

/** A customer of this name who has asked for a person, and the chat that an agent has with them. */
export async function inChat({ microsoft, liveChat }: ChaosWorld, name: string) {
  const customer = await microsoft.teams.customer(name);
  const problem = 'My invoice is wrong';
  await customer.says('I want to talk with a person');
  await customer.says(problem);
  const chat = await liveChat.chat(({ customerName }) => customerName === name);
  // The topic passes the problem on as the first message: a fault that a test orders next is not for it.
  await chat.sees(problem);
  return {
    customer,
    chat,
    /** Part of the path of everything that is posted to this customer. */
    path: encodeURIComponent(customer.conversationId),
    /** What the customer reads of agents' words, from the given ones. */
    read: (texts: readonly string[]) =>
      customer.messages.flatMap(({ text }) => texts.filter((each) => text.includes(each))),
  };
}

/** Longer texts may go out in pieces, which are not judged by their text. */
const longestJudged = 5000;

function judgedOf(record: readonly Event[]): readonly Event[] {
  const long = record.flatMap((event) =>
    event.type === 'sent' && event.text.length > longestJudged ? [event.text] : [],
  );
  return record.filter((event) => !('text' in event) || !long.some((text) => text.includes(event.text)));
}

/** Lets everybody leave, stops the bridge and judges what everybody saw. */
export async function expectPromisesKept(world: ChaosWorld): Promise<void> {
  const { microsoft, liveChat } = world;
  const { teams, copilotStudio } = microsoft;
  await world.heal();
  const isWithSkill = (id: string) => copilotStudio.stateOf(id).isSkillActive;
  const left = teams.chats.filter(({ conversationId }) => isWithSkill(conversationId));
  await Promise.all(left.map(({ conversationId }) => teams.customerOf(conversationId)?.says('Good bye')));
  await until(() => liveChat.chats.every(({ status }) => status === 'ended'), 10_000);
  await world.close();
  expect(printed(check(judgedOf(world.record()), { slackMs: 250 }))).toBe('Every promise was kept.\n');
}
