import { eventually, type OperatedBridge, withDeadLetter } from '../../adapters/admin/operator.ts';
import { callbackOf, type OpenSession, openSession, postSigned } from '../../adapters/live-chat/callbacks.ts';

/** Why a message did not arrive, as it is planted, and what the page has to find. */
export interface PlantedCause {
  readonly cause: string;
  /** Gives the id by which an operator looks. */
  plant(world: OperatedBridge): Promise<string>;
  readonly finding: string;
  readonly says: RegExp;
}

const agentSays = (world: OperatedBridge, { chat }: OpenSession, message: string) =>
  postSigned(world, callbackOf(chat.id, { message, messageId: `m-${message}-${chat.id}` }));

/** Until the bridge has tried what waits in this session. */
const untilTried = (world: OperatedBridge, { chat }: OpenSession) =>
  eventually(async () => {
    const found = await world.ask('GET', `/admin/sessions?id=${encodeURIComponent(chat.id)}`);
    const [session] = found.body.sessions as readonly { readonly id: string }[];
    const { body } = await world.ask('GET', `/admin/sessions/${session?.id}`);
    const messages = body.messages as readonly { readonly state: string; readonly cause?: string }[];
    return messages.find(({ state, cause }) => state === 'pending' && cause !== undefined);
  });

/** The live chat goes away last, since it does so for all. */
export const plantedCauses: readonly PlantedCause[] = [
  {
    cause: 'a dead letter',
    plant: async (world) => (await withDeadLetter(world, 'SECRET, given up')).customer.conversationId,
    finding: 'dead-letters',
    says: /1 message to the customer was given up: 400/,
  },
  {
    cause: 'Teams refuses',
    async plant(world) {
      const session = await openSession(world);
      const { conversationId } = session.customer;
      const when = (_: unknown, id: string) => id === conversationId;
      world.microsoft.teams.failNext({ status: 503, times: 100, when });
      await agentSays(world, session, 'SECRET, refused');
      await untilTried(world, session);
      return session.chat.id;
    },
    finding: 'peer-refuses',
    says: /was answered 503\b.* by channel msteams in attempt \d+\. The next attempt comes at/,
  },
  {
    cause: 'it is paced',
    async plant(world) {
      const session = await openSession(world);
      for (let number = 0; number < 12; number++) await agentSays(world, session, `SECRET ${number}`);
      await untilTried(world, session);
      return session.chat.id;
    },
    finding: 'paced',
    says: /waits for the pace that channel msteams takes/,
  },
  {
    cause: 'it was never accepted',
    async plant(world) {
      const session = await openSession(world);
      await session.copilot.message('SECRET, before');
      await session.chat.sees('SECRET, before');
      await postSigned(world, callbackOf(session.chat.id, { message: 'SECRET, forged' }), {
        secret: 'whsec_d3Jvbmc=',
      });
      return session.chat.id;
    },
    finding: 'all-delivered',
    says: /A message that is not listed was never accepted/,
  },
  {
    cause: 'the live chat is away',
    async plant(world) {
      const session = await openSession(world);
      await world.liveChat.stop();
      await session.copilot.message('SECRET, into the void');
      await untilTried(world, session);
      return session.chat.id;
    },
    finding: 'peer-away',
    says: /could not be brought to live-chat reference in attempt \d+: ECONN|live-chat reference fails/,
  },
];
