import type { CustomerChannel } from '../../../src/application/ports/customer-channel.ts';
import { type Behaviour, Mood, take } from './behaviour.ts';
import type { History } from './history.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface Teams {
  readonly channel: CustomerChannel;
  readonly mood: { readonly say: Mood; readonly giveBack: Mood; readonly typing: Mood };
  /** All that a customer saw there, repeats included: `Dana: Hello`, a notice as it stands, `[back: agent]`. */
  seenAt(address: string): readonly string[];
  readonly typingSeenAt: string[];
}

const over = { outcome: 'rejected', cause: 'ended' } as const;

/** The customer's side: it really shows what it is given, in the mood that it is told to be in. */
export function teams(clock: VirtualClock, history: History): Teams {
  const seen = new Map<string, string[]>();
  const typingSeenAt: string[] = [];
  const mood = { say: new Mood(), giveBack: new Mood(), typing: new Mood() };

  async function show(address: string, what: string, behaviour: Behaviour) {
    const call = { direction: 'to-customer', to: address, what } as const;
    history.push({ type: 'begun', at: clock.now(), ...call });
    const answer = await take(clock, behaviour, () => {
      seen.set(address, [...(seen.get(address) ?? []), what]);
      history.push({ type: 'heard', at: clock.now(), ...call });
      return { outcome: 'delivered' as const };
    });
    history.push({ type: 'answered', at: clock.now(), ...call, outcome: answer.outcome });
    return answer;
  }

  return {
    mood,
    typingSeenAt,
    seenAt: (address) => seen.get(address) ?? [],
    channel: {
      async say(address, { agentName, text }, isStillWanted) {
        if (!(await isStillWanted())) return over;
        return show(address, agentName === undefined ? text : `${agentName}: ${text}`, mood.say.next());
      },
      async typing(address) {
        if (mood.typing.next().as === 'throws') throw new Error('a defect of the adapter');
        typingSeenAt.push(address);
      },
      split: (text) => [text],
      async returnToCopilot(address, { reason }, isStillWanted) {
        if (!(await isStillWanted())) return over;
        return show(address, `[back: ${reason}]`, mood.giveBack.next());
      },
    },
  };
}
