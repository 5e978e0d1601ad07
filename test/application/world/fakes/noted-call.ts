import { type Behaviour, take } from './behaviour.ts';
import type { History } from './history.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Where calls are noted, and when. */
export interface Notes {
  readonly clock: VirtualClock;
  readonly history: History;
}

export interface Call<Heard> {
  readonly direction: 'to-live-chat' | 'to-customer';
  readonly to: string;
  readonly what: string;
  readonly behaviour: Behaviour;
  /** What comes of it when it is heard. */
  readonly hear: () => Heard;
}

/** Takes a call as it is told to behave, and notes that it began, was heard unless it was rejected, and was answered. */
export async function notedCall<Heard extends { readonly outcome: string }>(
  { clock, history }: Notes,
  { behaviour, hear, ...call }: Call<Heard>,
) {
  history.push({ type: 'begun', at: clock.now(), ...call });
  const answer = await take(clock, behaviour, () => {
    const heard = hear();
    if (heard.outcome !== 'rejected') history.push({ type: 'heard', at: clock.now(), ...call });
    return heard;
  });
  history.push({ type: 'answered', at: clock.now(), ...call, outcome: answer.outcome });
  return answer;
}
