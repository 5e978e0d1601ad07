import { describeLiveChat } from '../live-chat.ts';
import { type AdapterTraits, standInLiveChat } from './adapter.ts';
import { standInVendor } from './vendor.ts';

/** Vendors that lack what the two others have, so that the suite and the port are held to each promise. */
const vendors: Readonly<Record<string, AdapterTraits>> = {
  'A vendor without keys that lists what it has': {
    lists: true,
    afterEnd: 'reopens',
    needsFirstWords: true,
    longestText: 4096,
    startCarries: ['context'],
  },
  'A vendor that cannot tell repeats at all': {
    lists: false,
    afterEnd: 'reopens',
    needsFirstWords: false,
    longestText: 6000,
    startCarries: ['problem', 'transcript'],
  },
  'A vendor of short texts': {
    lists: true,
    afterEnd: 'refuses',
    needsFirstWords: true,
    longestText: 40,
    startCarries: [],
  },
};

for (const [name, traits] of Object.entries(vendors)) {
  describeLiveChat(name, async () => {
    const { url, desk, stop } = await standInVendor(traits);
    return { liveChat: standInLiveChat(url, traits), desk, stop };
  });
}
