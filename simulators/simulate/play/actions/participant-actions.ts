import type { AgentActions, CustomerActions } from '../scenario-api.ts';
import type { World } from '../world/world.ts';
import type { Expecting } from './expecting.ts';
import { type Participants, readAtDesk, readInTeams } from './participants.ts';

export interface ActionContext {
  readonly world: World;
  readonly participants: Participants;
  readonly expecting: Expecting;
}

export function customerActions({
  world: { time },
  participants,
  expecting,
}: ActionContext): CustomerActions {
  return {
    async customerSays(who, text) {
      const customer = await participants.customer(who);
      // A turn may take time that has still to pass; how it ends, the customer sees.
      customer.says(text).catch(() => undefined);
      await time.settle();
    },
    async customerSees(who, expected) {
      const customer = await participants.customer(who);
      await expecting.sees(customer.name, () => readInTeams(customer), expected);
    },
    async customerDoesNotSee(who, expected) {
      const customer = await participants.customer(who);
      await expecting.doesNotSee(customer.name, () => readInTeams(customer), expected);
    },
    async copilotSays(who, expected) {
      const customer = await participants.customer(who);
      const unnamed = () => readInTeams(customer).filter(({ from }) => from === undefined);
      await expecting.sees(customer.name, unnamed, expected);
    },
  };
}

/** How long a sign of typing counts, in milliseconds. */
const typedWithinMs = 60_000;

export function agentActions({ world: { time }, participants, expecting }: ActionContext): AgentActions {
  const nameOf = (who: string | undefined): string => who ?? 'The agent';
  return {
    async agentJoins(name, of) {
      const customer = await participants.customer(of);
      const isThere = () => participants.chatWith(customer) !== undefined;
      await expecting.until(isThere, () => `the live chat has opened no chat with ${customer.name}`);
      const chat = participants.chatWith(customer) ?? participants.chat(undefined);
      participants.joined(name, chat);
      void chat.join(name);
      await time.settle();
    },
    async agentSays(who, text) {
      void participants.chat(who).says(text, who === undefined ? {} : { agent: who });
      await time.settle();
    },
    agentSees: (who, expected) =>
      expecting.sees(nameOf(who), () => readAtDesk(participants.chat(who)), expected),
    agentSeesTyping: (who) =>
      expecting.until(
        () => Date.parse(participants.chat(who).customerTypedAt ?? '') >= time.now() - typedWithinMs,
        () => `${nameOf(who)} does not see that the customer is typing`,
      ),
    agentDoesNotSee: (who, expected) =>
      expecting.doesNotSee(nameOf(who), () => readAtDesk(participants.chat(who)), expected),
    agentKnows: (who, expected) =>
      expecting.sees(
        nameOf(who),
        () => [...givenAtStart(participants.chat(who)), ...readAtDesk(participants.chat(who))],
        expected,
      ),
    agentIsToldItFailed: (who, expected) => {
      const failures = () =>
        participants
          .chat(who)
          .messages.filter(({ delivery }) => delivery === 'failed')
          .map(({ id, failure = '' }) => ({ id: `failure ${id}`, text: failure }));
      return expecting.sees(nameOf(who), failures, expected);
    },
    async agentDoes(who, act) {
      void act(participants.chat(who));
      await time.settle();
    },
    async agentTransfersTo(who, other) {
      const chat = participants.chat(who);
      participants.joined(other, chat);
      void chat.transfersTo(other);
      await time.settle();
    },
  };
}

function givenAtStart({ id, problem, messages }: ReturnType<Participants['chat']>) {
  const transcript = messages.filter(({ earlier }) => earlier === true);
  return [
    ...(problem === undefined ? [] : [{ id: `problem ${id}`, text: problem }]),
    ...transcript.map((message) => ({ id: `${id} ${message.id}`, text: message.text })),
  ];
}
