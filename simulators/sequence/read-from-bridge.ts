import { z } from 'zod';
import type { Exchange } from '../faults/exchange.ts';
import { visibleText } from '../history/visible-text.ts';
import { brief, jsonOf } from './brief.ts';
import { exchangeStep } from './exchange-step.ts';
import type { Step, StepKind } from './step.ts';

const activity = z.object({ type: z.string(), text: z.string().nullish() });

/** What the bridge sends to Teams. Its requests to Entra for tokens are not shown. */
export function stepsToTeams(exchanges: readonly Exchange[]): readonly Step[] {
  return exchanges.flatMap((exchange): readonly Step[] => {
    const found = /\/v3\/conversations\/([^/]+)\/activities/.exec(exchange.path)?.[1];
    if (found === undefined) return [];
    const { type, text } = activity.safeParse(jsonOf(exchange.body)).data ?? { type: 'no activity' };
    return [
      {
        ...exchangeStep(exchange, 'teams'),
        from: 'bridge',
        to: 'teams',
        ...spoken(type, text ?? ''),
        conversationId: decodeURIComponent(found),
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

const body = z.object({
  sessionId: z.string().optional(),
  conversationId: z.string().optional(),
  message: z.string().optional(),
  kind: z.string().optional(),
  reason: z.string().optional(),
  problem: z.string().optional(),
  customer: z.object({ id: z.string(), name: z.string() }).optional(),
});

const opened = z.object({ sessionId: z.string().optional(), conversationId: z.string().optional() });

/** A step to the live chat, with what only the start tells: whose chat it is to be. */
export interface ToLiveChat {
  readonly step: Step;
  readonly customerId?: string;
}

export function stepsToLiveChat(exchanges: readonly Exchange[]): readonly ToLiveChat[] {
  return exchanges.flatMap((exchange): readonly ToLiveChat[] => {
    const { path } = exchange;
    if (!path.startsWith('/api/')) return [];
    const read = body.safeParse(jsonOf(exchange.body)).data ?? {};
    const isStart = path.endsWith('/start');
    const liveChatId = isStart ? openedBy(exchange) : (read.sessionId ?? read.conversationId);
    const step: Step = {
      ...exchangeStep(exchange, 'chat'),
      from: 'bridge',
      to: 'live-chat',
      ...asked(path, read),
      ...(liveChatId !== undefined && { liveChatId }),
      ...(isStart && read.conversationId !== undefined && { sessionId: read.conversationId }),
    };
    return [{ step, ...(read.customer && { customerId: read.customer.id }) }];
  });
}

function openedBy({ peer }: Exchange): string | undefined {
  const answer = opened.safeParse(jsonOf(peer?.body ?? '')).data;
  return answer?.sessionId ?? answer?.conversationId;
}

function asked(
  path: string,
  { problem, reason, message = '', kind }: z.infer<typeof body>,
): { readonly kind: StepKind; readonly label: string } {
  if (path.endsWith('/start')) {
    return {
      kind: 'start',
      label: problem === undefined ? 'opens a chat' : brief(`opens a chat: ${problem}`),
    };
  }
  if (path.endsWith('/end')) return { kind: 'end', label: brief(`ends the chat: ${reason ?? 'customer'}`) };
  if (path.endsWith('/typing')) return { kind: 'typing', label: 'is typing' };
  return { kind: kind === 'notice' ? 'notice' : 'message', label: brief(message) };
}
