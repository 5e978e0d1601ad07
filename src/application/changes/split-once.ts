import type { ChannelId } from '../../domain/ids.ts';
import type { CustomerChannels } from '../ports/customer-channel.ts';

type Split = (text: string) => readonly string[];

/** Splits as `split` does, and remembers the pieces of the text that it saw last: a change that is tried again has the same. */
export function splitOnce(split: Split): Split {
  let last: { readonly text: string; readonly pieces: readonly string[] } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, pieces: split(text) };
    return last.pieces;
  };
}

/** The same in each channel. A text for one that is not configured stays in one piece. */
export function splitOncePerChannel(channels: CustomerChannels): (channel: ChannelId) => Split {
  const splits = new Map<ChannelId, Split>();
  return (channel) => {
    const known = splits.get(channel);
    if (known) return known;
    const split = splitOnce((text) => channels.of(channel)?.split(text) ?? [text]);
    splits.set(channel, split);
    return split;
  };
}
