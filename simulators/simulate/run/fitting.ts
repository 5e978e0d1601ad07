import { defaultKind } from '../../live-chat/vendors.ts';
import type { Story } from '../language/story.ts';
import type { SimulateOptions } from './options.ts';
import type { Run } from './run.ts';
import { withCaller } from './with-caller.ts';
import { withChannel } from './with-channel.ts';
import { withLiveChat } from './with-live-chat.ts';

interface Fitting {
  readonly fit: readonly Story[];
  readonly leftOut: readonly Run[];
}

/** The stories that live chat, channel and caller allow, which are each story's own unless told, and why others are left out. */
export function fitting(
  stories: readonly Story[],
  { liveChat, calledAs, channel, seed }: Pick<SimulateOptions, 'liveChat' | 'calledAs' | 'channel' | 'seed'>,
): Fitting {
  const judged = stories.map((story) => {
    const kind = liveChat ?? story.settings.liveChat ?? defaultKind;
    const there = withChannel(story, channel);
    const called = there.is === 'played' ? withCaller(story, calledAs) : there;
    return { story, fit: called.is === 'played' ? withLiveChat(called.story, kind) : called };
  });
  return {
    fit: judged.flatMap(({ fit }) => (fit.is === 'played' ? [fit.story] : [])),
    leftOut: judged.flatMap(({ story, fit }): readonly Run[] =>
      fit.is === 'played' ? [] : [{ story, seed, result: { is: 'left out', why: fit.why } }],
    ),
  };
}
