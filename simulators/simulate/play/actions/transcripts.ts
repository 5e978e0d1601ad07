import type { Transcript } from '../played.ts';
import type { World } from '../world/world.ts';
import { readInTeams } from './participants.ts';

/** Every chat in Teams and at the desk in which something was said since then. */
export function transcriptsOf(
  { microsoft, liveChat }: Pick<World, 'microsoft' | 'liveChat'>,
  beganAt: number,
): readonly Transcript[] {
  const inTeams = microsoft.teams.chats.map(
    ({ customer, messages }): Transcript => ({
      side: 'customer',
      title: `${customer.name} in Teams`,
      lines: messages.map(({ at, from, text, id }) => {
        const [read] = readInTeams({ messages: [{ id, from, text }] });
        return read
          ? { at: Date.parse(at), who: read.from ?? 'Copilot', text: read.text, isOwn: false }
          : { at: Date.parse(at), who: customer.name, text, isOwn: true };
      }),
    }),
  );
  const atDesk = liveChat.chats.map(
    ({ customerName, messages, problem }): Transcript => ({
      side: 'agent',
      title: `${customerName} at the desk`,
      lines: [
        ...(problem === undefined
          ? []
          : [{ at: Date.parse(messages[0]?.at ?? ''), who: 'Problem', text: problem, isOwn: false }]),
        ...messages.map(({ at, sender, text, from, failure, delivery }) => ({
          at: Date.parse(at),
          who: sender,
          text: delivery === 'failed' ? `${text} [not delivered: ${failure ?? ''}]` : text,
          isOwn: from === 'agent',
        })),
      ].map((line) => ({ ...line, at: Number.isNaN(line.at) ? 0 : line.at })),
    }),
  );
  return [...inTeams, ...atDesk].filter(({ lines }) => lines.some(({ at }) => at >= beganAt));
}
