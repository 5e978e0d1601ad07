import type { Choices } from '../../../simulators/live-chat/choices.ts';
import type { LiveChat } from '../../../simulators/live-chat/start-live-chat.ts';
import type { ChaosWorld } from '../chaos-world.ts';
import { type Disturbance, type Disturbing, strains } from './disturbance.ts';

/** What the notifications or streams of a simulated vendor do, by the vendor's own names. */
const namedBy: Readonly<Record<string, Readonly<Record<string, Choices>>>> = {
  genesys: {
    'the sockets are silent': { isSilent: true },
    'topics lose events': { losesEvents: true },
    'topics repeat events': { times: 3 },
    'no channel can be had': { refusesChannels: true },
    'no socket can be had': { refusesSockets: true },
    'the topics of queues are rejected': { rejectsQueues: true },
    'conversations are shown with nulls': { isOdd: true },
  },
  salesforce: {
    'the stream is silent': { isDeaf: true },
    'the stream tells nothing, and breaks': { loses: true },
    'the stream repeats events': { times: 3 },
    'the stream overlaps': { overlap: 4 },
    'the stream does not resume': { resumes: false },
    'no stream can be had': { isAway: true },
    'tokens are short-lived': { tokenSeconds: 20 },
  },
};

/** Kinds whose own simulator can take the place of the stand-in. */
export const followedKinds: readonly string[] = Object.keys(namedBy);

type Heard = Pick<ChaosWorld, 'liveChat' | 'proxies'>;

export function vendorStrains(world: Heard, random: Disturbing['random']): readonly Disturbance[] {
  const { liveChat } = world;
  return [
    ...strains(namedBy[liveChat.kind] ?? {}, {
      random,
      cut: () => cutStreams(world),
      begin(choices) {
        liveChat.behave({ choices });
        const end = () => liveChat.behave({});
        // Events have no numbers there, so that one left out in the middle is told a minute later, behind others.
        return () => (choices.loses === true ? cutStreams(world, end) : end());
      },
    }),
    ...(liveChat.kind === 'genesys' ? [closing(liveChat)] : []),
  ];
}

/** The minute that Genesys gives before it closes a socket. */
const closing = (liveChat: LiveChat): Disturbance => ({
  name: 'the sockets are to be closed',
  weight: 6,
  upToMs: 0,
  happen: () => tellSockets(liveChat, 'closing'),
});

/** Ends all connections on which the vendor is heard, so that they are made anew. Before that, `meanwhile` happens. */
async function cutStreams({ liveChat, proxies }: Heard, meanwhile = (): void => {}): Promise<void> {
  if (liveChat.kind === 'genesys') {
    meanwhile();
    return tellSockets(liveChat, 'cut');
  }
  await proxies.toLiveChat.down();
  meanwhile();
  await proxies.toLiveChat.up();
}

async function tellSockets({ url }: LiveChat, what: 'closing' | 'cut'): Promise<void> {
  await fetch(`${url}/simulated/notifications/${what}`, { method: 'POST' });
}

/** A world whose streams are made anew once all is well: what they missed is found then, and not a minute later. */
export const heardAnew = <World extends ChaosWorld>(world: World): World => ({
  ...world,
  async heal() {
    await world.heal();
    await cutStreams(world);
  },
});
