import type { AgentActs, CustomerActs } from '../scenario-api.ts';
import type { World } from '../world/world.ts';
import type { Expecting } from './expecting.ts';
import { type Cast, readAtDesk, readInTeams } from './participants.ts';

export interface Parts {
  readonly world: World;
  readonly cast: Cast;
  readonly expecting: Expecting;
}

export function customerActs({ world: { time }, cast, expecting }: Parts): CustomerActs {
  return {
    async customerSays(who, text) {
      const customer = await cast.customer(who);
      // A turn may take time that has still to pass; how it ends, the customer sees.
      customer.says(text).catch(() => undefined);
      await time.settle();
    },
    async customerSees(who, expected) {
      const customer = await cast.customer(who);
      await expecting.sees(customer.name, () => readInTeams(customer), expected);
    },
    async customerDoesNotSee(who, expected) {
      const customer = await cast.customer(who);
      await expecting.doesNotSee(customer.name, () => readInTeams(customer), expected);
    },
    async copilotSays(who, expected) {
      const customer = await cast.customer(who);
      const unnamed = () => readInTeams(customer).filter(({ from }) => from === undefined);
      await expecting.sees(customer.name, unnamed, expected);
    },
  };
}

export function agentActs({ world: { time }, cast, expecting }: Parts): AgentActs {
  const nameOf = (who: string | undefined): string => who ?? 'The agent';
  return {
    async agentJoins(name, of) {
      const customer = await cast.customer(of);
      const isThere = () => cast.chatWith(customer) !== undefined;
      await expecting.until(isThere, () => `the live chat has opened no chat with ${customer.name}`);
      const chat = cast.chatWith(customer) ?? cast.chat(undefined);
      cast.joined(name, chat);
      void chat.join(name);
      await time.settle();
    },
    async agentSays(who, text) {
      void cast.chat(who).says(text, who === undefined ? {} : { agent: who });
      await time.settle();
    },
    agentSees: (who, expected) => expecting.sees(nameOf(who), () => readAtDesk(cast.chat(who)), expected),
    agentDoesNotSee: (who, expected) =>
      expecting.doesNotSee(nameOf(who), () => readAtDesk(cast.chat(who)), expected),
    agentKnows: (who, expected) =>
      expecting.sees(
        nameOf(who),
        () => [...toldAtStart(cast.chat(who)), ...readAtDesk(cast.chat(who))],
        expected,
      ),
    agentIsToldItFailed: (who, expected) => {
      const failures = () =>
        cast
          .chat(who)
          .messages.filter(({ delivery }) => delivery === 'failed')
          .map(({ id, failure = '' }) => ({ id: `failure ${id}`, text: failure }));
      return expecting.sees(nameOf(who), failures, expected);
    },
    async agentDoes(who, act) {
      void act(cast.chat(who));
      await time.settle();
    },
    async agentTransfersTo(who, other) {
      const chat = cast.chat(who);
      cast.joined(other, chat);
      void chat.transfersTo(other);
      await time.settle();
    },
  };
}

function toldAtStart({ id, problem, messages }: ReturnType<Cast['chat']>) {
  const transcript = messages.filter(({ earlier }) => earlier === true);
  return [
    ...(problem === undefined ? [] : [{ id: `problem ${id}`, text: problem }]),
    ...transcript.map((message) => ({ id: `${id} ${message.id}`, text: message.text })),
  ];
}
