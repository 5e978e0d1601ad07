import { type WorldOptions, world } from './world.ts';

/** Pat has asked for an agent because of a fire; Dana is at the desk. */
export async function inChat(options?: WorldOptions) {
  const all = world(options);
  const pat = all.customer('Pat');
  const opened = await pat.asks({ problem: 'Fire' });
  return { ...all, pat, dana: all.agent('Dana'), opened, seen: () => all.teams.seenAt(pat.address) };
}

export const texts = (messages: readonly { readonly text: string }[]): readonly string[] =>
  messages.map(({ text }) => text);
