import { z } from 'zod';
import type { Exchange } from '../faults/exchange.ts';
import { chatsNamed } from '../history/read/chats-named.ts';
import { placeSpokenIn } from '../history/read/connected-agent.ts';
import { seenIn } from '../history/read/seen.ts';
import type { Sources } from '../history/read/sources.ts';
import { visibleText } from '../history/visible-text.ts';
import type { ToldToVendor } from '../live-chat/wire-reader.ts';
import { brief, jsonOf } from './brief.ts';
import { exchangeStep } from './exchange-step.ts';
import type { Step, StepKind } from './step.ts';

const activity = z.object({ type: z.string(), text: z.string().nullish() });

/** What the bridge sends to Teams, or to a callback of Copilot Studio. Its requests to Entra for tokens are not shown. */
export function stepsToTeams(
  exchanges: readonly Exchange[],
  sources: Pick<Sources, 'copilotStudio'>,
): readonly Step[] {
  return exchanges.flatMap((exchange): readonly Step[] => {
    const place = placeSpokenIn(exchange.path, sources);
    if (place === undefined) return [];
    const { type, text } = activity.safeParse(jsonOf(exchange.body)).data ?? { type: 'no activity' };
    return [
      {
        ...exchangeStep(exchange, 'teams'),
        from: 'bridge',
        to: place.isCallback ? 'copilot-studio' : 'teams',
        ...spoken(type, text ?? ''),
        conversationId: place.conversationId,
      },
    ];
  });
}

function spoken(type: string, markdown: string): { readonly kind: StepKind; readonly label: string } {
  if (type === 'typing') return { kind: 'typing', label: 'is typing' };
  if (type !== 'message') return { kind: 'status', label: type };
  const { isNamed, text } = visibleText(markdown);
  const name = isNamed
    ? /^\*\*((?:\\.|[^*\\])+)\*\*/.exec(markdown)?.[1]?.replace(/\\(.)/g, '$1')
    : undefined;
  return name === undefined
    ? { kind: 'notice', label: brief(text) }
    : { kind: 'message', label: brief(`${name}: ${text}`) };
}

/** A step to the live chat, with what only the start tells: whose chat it is to be. */
export interface ToLiveChat {
  readonly step: Step;
  readonly customerId?: string;
}

/** What the bridge tells the live chat. Looks and tokens are not shown. */
export function stepsToLiveChat(
  exchanges: readonly Exchange[],
  { liveChat }: Pick<Sources, 'liveChat'>,
): readonly ToLiveChat[] {
  const chatOf = chatsNamed({ liveChat });
  return exchanges.flatMap((exchange): readonly ToLiveChat[] => {
    const told = liveChat.reads.request(seenIn(exchange));
    if (!told) return [];
    const liveChatId = chatOf(told);
    const step: Step = {
      ...exchangeStep(exchange, 'chat'),
      from: 'bridge',
      to: 'live-chat',
      ...asked(told),
      ...(liveChatId !== undefined && { liveChatId }),
      ...(told.sessionId !== undefined && { sessionId: told.sessionId }),
    };
    const customerId = told.step === 'start' ? told.customerId : undefined;
    return [{ step, ...(customerId !== undefined && { customerId }) }];
  });
}

function asked(told: ToldToVendor): { readonly kind: StepKind; readonly label: string } {
  switch (told.step) {
    case 'start':
      return {
        kind: 'start',
        label: told.problem === undefined ? 'opens a chat' : brief(`opens a chat: ${told.problem}`),
      };
    case 'end':
      return { kind: 'end', label: brief(`ends the chat: ${told.reason ?? 'customer'}`) };
    case 'typing':
      return { kind: 'typing', label: 'is typing' };
    case 'say':
      return { kind: told.kind === 'notice' ? 'notice' : 'message', label: brief(told.text) };
  }
}
