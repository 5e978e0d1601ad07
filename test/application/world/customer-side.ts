import type { CalledAs } from '../../../src/adapters/callers/called-as.ts';
import type { EndAnswer, HandoffAnswer } from '../../../src/application/ports/inbound.ts';
import { type ConversationId, conversationId, messageId } from '../../../src/domain/ids.ts';
import { pat } from '../../domain/builders.ts';
import type { Bridge } from './bridge.ts';
import type { Teams } from './fakes/teams.ts';

/** What became of words: `asked` for those that have opened a live chat. */
type SaidOutcome = 'accepted' | 'full' | 'none' | 'just-ended' | 'asked' | 'already-open' | 'refused';

/** Words or a request, under the ids that a repeat has again. */
interface Act {
  readonly id: string;
  readonly text: string;
}

/**
 * What a customer does, as the caller asks it of the application. The two ways differ here and in no test: a skill asks for an
 * agent, speaks and ends by requests of their own; to a connected agent each of these is a turn, with a new way back.
 */
export interface CustomerSide {
  readonly conversation: ConversationId;
  /** Where the customer is reached, the newest last. */
  readonly addresses: readonly string[];
  asks(bridge: Bridge, act: Act): Promise<SaidOutcome>;
  says(bridge: Bridge, act: Act): Promise<SaidOutcome>;
  ends(bridge: Bridge, requestId: string): Promise<EndAnswer>;
  /** Until their next turn nothing reaches this customer. A skill's is reached at any time, so that this has no effect there. */
  losesWayBack(): void;
}

export interface SideOptions {
  readonly name: string;
  readonly place: Teams;
  /** Whether a turn takes the right of the way back that the turn before had. Default false. */
  readonly hasOneWayBack?: boolean;
}

/** By the way in which the customer's copilot calls. */
export const customerSides: Readonly<Record<CalledAs, (options: SideOptions) => CustomerSide>> = {
  skill,
  'connected-agent': connectedAgent,
};

function requestOf({ name, place }: SideOptions, customerAddress: string) {
  return {
    conversationId: conversationId(`conversation of ${name}`),
    customer: { ...pat, name },
    caller: place.caller.id,
    channel: place.channel.id,
    customerAddress,
    transcript: [],
  };
}

function skill(options: SideOptions): CustomerSide {
  const address = `${options.place.channel.id}/${options.name}`;
  const request = requestOf(options, address);
  const { conversationId: conversation } = request;
  return {
    conversation,
    addresses: [address],
    async asks(bridge, { id, text }) {
      const { status } = await bridge.requestHandoff({ ...request, requestId: id, problem: text });
      return outcomeOf(status);
    },
    async says(bridge, { id, text }) {
      const message = { conversationId: conversation, messageId: messageId(id), text };
      const { outcome } = await bridge.relayCustomerMessage({ ...message, customerAddress: address });
      return outcome;
    },
    ends: (bridge, requestId) =>
      bridge.endHandoff({ conversationId: conversation, requestId, by: 'customer' }),
    losesWayBack: () => undefined,
  };
}

/** Long enough for words to meet an end, and short enough for most to miss it, in milliseconds. */
const afterEndMs = 2000;

function connectedAgent(options: SideOptions): CustomerSide {
  const { place, hasOneWayBack = false } = options;
  const first = `${place.channel.id}/${options.name}`;
  const addresses: string[] = [];
  const { conversationId: conversation } = requestOf(options, first);
  function losesWayBack(): void {
    const last = addresses.at(-1);
    if (last !== undefined) place.addressesOver.add(last);
  }
  async function turn(bridge: Bridge): Promise<string> {
    if (hasOneWayBack) losesWayBack();
    const customerAddress = `${first}#${addresses.length}`;
    addresses.push(customerAddress);
    await bridge.renewAddress(conversation, () => customerAddress);
    return customerAddress;
  }
  async function says(bridge: Bridge, { id, text }: Act): Promise<SaidOutcome> {
    const customerAddress = await turn(bridge);
    const taken = await bridge.takeCustomerTurn({
      afterEndMs,
      message: { conversationId: conversation, messageId: messageId(id), text, mark: text },
      request: { ...requestOf(options, customerAddress), requestId: id, problem: text, mark: text },
    });
    return taken.outcome === 'asked' ? outcomeOf(taken.answer.status) : taken.outcome;
  }
  return {
    conversation,
    addresses,
    asks: says,
    says,
    async ends(bridge, requestId) {
      await turn(bridge);
      return bridge.endHandoff({ conversationId: conversation, requestId, by: 'customer' });
    },
    losesWayBack,
  };
}

function outcomeOf(status: HandoffAnswer['status']): SaidOutcome {
  if (status === 'already-open') return status;
  return status === 'queued' || status === 'active' ? 'asked' : 'refused';
}

/** The person at an address, whichever turn it is of. */
export const personAt = (address: string): string => address.split('#')[0] ?? address;
