import type { Caller } from '../../../../src/application/ports/caller.ts';
import type { CustomerChannel } from '../../../../src/application/ports/customer-channel.ts';
import type { IsStillWanted } from '../../../../src/application/ports/delivery-attempt.ts';
import { callerId, channelId } from '../../../../src/domain/ids.ts';
import { type Behaviour, Mood } from './behaviour.ts';
import type { History } from './history.ts';
import { notedCall } from './noted-call.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface Teams {
  readonly channel: CustomerChannel;
  /** The copilot behind it. */
  readonly caller: Caller;
  readonly mood: { readonly say: Mood; readonly giveBack: Mood; readonly typing: Mood };
  /** Where nothing is taken any more: words for there wait for the customer's next turn. */
  readonly addressesOver: Set<string>;
  /** How long a connection takes, from when nothing else is left to wait for, in milliseconds. */
  connectsInMs: number;
  /** All that a customer saw there, repeats included: `Dana: Hello`, a notice as it stands, `[back: agent]`. */
  seenAt(address: string): readonly string[];
  readonly typingSeenAt: string[];
}

const awaitsTurn = { outcome: 'deferred', cause: 'awaits-turn', retryAfterMs: 60_000 } as const;
const over = { outcome: 'rejected', cause: 'ended' } as const;

/** Where a customer is, and by what protocol the copilot there calls us. */
const inTeams = { caller: callerId('copilot'), channel: channelId('teams'), name: 'Teams' };

/** The customer's side: it really shows what it is given, in the mood that it is told to be in. */
export function teams(clock: VirtualClock, history: History, place = inTeams): Teams {
  const seen = new Map<string, string[]>();
  const typingSeenAt: string[] = [];
  const addressesOver = new Set<string>();
  const mood = { say: new Mood(), giveBack: new Mood(), typing: new Mood() };

  const show = (to: string, what: string, behaviour: Behaviour) =>
    notedCall(
      { clock, history },
      {
        direction: 'to-customer',
        to,
        what,
        behaviour,
        hear: () => {
          seen.set(to, [...(seen.get(to) ?? []), what]);
          return { outcome: 'delivered' as const };
        },
      },
    );

  const obstacle = (isStillWanted: IsStillWanted) => whyNot(isStillWanted, clock, theTeams.connectsInMs);

  const theTeams: Teams = {
    mood,
    addressesOver,
    connectsInMs: 0,
    typingSeenAt,
    seenAt: (address) => seen.get(address) ?? [],
    channel: {
      id: place.channel,
      traits: { name: place.name },
      async say(address, { agentName, text }, { isStillWanted }) {
        const said = agentName === undefined ? text : `${agentName}: ${text}`;
        const why = await obstacle(isStillWanted);
        if (why !== undefined) return why;
        return addressesOver.has(address) ? awaitsTurn : show(address, said, mood.say.next());
      },
      async typing(address, isStillWanted) {
        if (mood.typing.next().as === 'throws') throw new Error('a defect of the adapter');
        if (isStillWanted && (await obstacle(isStillWanted))) return;
        typingSeenAt.push(address);
      },
      split: (text) => [text],
    },
    caller: {
      id: place.caller,
      async giveBack(address, { reason }, { isStillWanted }) {
        const why = await obstacle(isStillWanted);
        if (why !== undefined) return why;
        if (addressesOver.has(address)) return { outcome: 'rejected', cause: 'callback-over' };
        return show(address, `[back: ${reason}]`, mood.giveBack.next());
      },
    },
  };
  return theTeams;
}

/** Why nothing is sent: asked first, and once more when there is a connection. */
async function whyNot(isStillWanted: IsStillWanted, clock: VirtualClock, connectsInMs: number) {
  if (!(await isStillWanted())) return over;
  if (connectsInMs > 0) await new Promise<void>((resolve) => clock.after(connectsInMs, resolve));
  const cause = isStillWanted.whyNot?.();
  if (cause === undefined) return undefined;
  return cause === 'ended' ? over : ({ outcome: 'not-delivered', cause } as const);
}
