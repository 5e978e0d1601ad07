import { awaitsNextTurn } from '../../../src/application/ports/delivery.ts';
import type { TurnWord, TurnWordOutcome } from '../../../src/application/ports/inbound.ts';
import { messageId } from '../../../src/domain/ids.ts';
import { inChat } from './in-chat.ts';
import type { WorldOptions } from './world.ts';

let turns = 0;

export interface TurnOptions {
  /** A repeat has that of the turn before. */
  readonly id?: string;
  /** What becomes of the answer. Default: it goes out as a whole. `lost`: the process dies before that is known. */
  readonly answer?: TurnWordOutcome | 'lost';
}

const shown = (word: TurnWord): string => {
  if (word.kind === 'return') return `[back: ${word.reason}]`;
  return word.agentName === undefined ? word.text : `${word.agentName}: ${word.text}`;
};

/** Pat, in a channel whose customers are reached in turns, has asked for an agent; Dana is at the desk. */
export async function inTurns(options: WorldOptions = {}) {
  const all = await inChat({
    ...options,
    guard: ({ customerChannel }) => ({
      customerChannel: {
        ...customerChannel,
        traits: { ...customerChannel.traits, isReachedInTurns: true },
        say: async () => awaitsNextTurn,
      },
    }),
  });
  const { pat, clock, bridge } = all;
  return {
    ...all,
    /** Pat writes; resolves with what the answer shows. */
    async turn(text: string, { id = `t${++turns}`, answer = 'answered' }: TurnOptions = {}) {
      const { conversation: conversationId, address: customerAddress } = pat;
      await clock.until(
        bridge().relayCustomerMessage({ conversationId, messageId: messageId(id), text, customerAddress }),
      );
      const taken = await clock.until(bridge().takeTurnWords({ conversationId, requestId: id }));
      if (taken && answer !== 'lost') await clock.until(taken.settle([answer]));
      return taken?.words.map(shown) ?? [];
    },
  };
}
