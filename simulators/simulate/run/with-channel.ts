import type { CustomerChannel } from '../../teams/customer-channels.ts';
import type { Story } from '../language/story.ts';
import type { Fit } from './with-live-chat.ts';

/** Whether a story can be played in a channel: who reads in turns alone sees nothing between them. */
export function withChannel(story: Story, wanted: CustomerChannel | undefined): Fit {
  const own = story.settings.channel ?? 'msteams';
  if (wanted === undefined || wanted === own) return { is: 'played', story, without: [] };
  return {
    is: 'not played',
    why:
      own === 'msteams'
        ? 'In the story words are seen between the turns of a customer in Teams.'
        : `The story is about a customer in ${own}.`,
  };
}
