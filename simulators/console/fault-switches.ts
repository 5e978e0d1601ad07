import type { Fault } from '../faults/fault.ts';
import { whichRequests } from '../live-chat/which-requests.ts';
import type { Mark } from '../sequence/step.ts';
import type { Lines, Rehearsal } from './rehearsal.ts';

type Line = keyof Lines;

interface SwitchKind {
  readonly id: string;
  /** What stands on the button. */
  readonly label: string;
  /** What it does, in a sentence. */
  readonly hint: string;
  readonly peer: 'teams' | 'copilot-studio' | 'bridge' | 'live-chat';
  /** `while-on` until it is switched off; `once` for the next request alone. */
  readonly lasts: 'while-on' | 'once';
  readonly does:
    | { readonly how: 'down'; readonly line: Line }
    | {
        readonly how: 'fault';
        readonly line: Line;
        readonly fault: Fault;
        readonly which?: 'callback' | 'say';
      }
    | { readonly how: 'refuse' }
    | { readonly how: 'lose-answer' };
}

const kinds: readonly SwitchKind[] = [
  {
    id: 'teams-429',
    label: 'Teams answers 429',
    hint: 'Teams refuses what the bridge sends, with Retry-After: 5.',
    peer: 'teams',
    lasts: 'while-on',
    does: {
      how: 'fault',
      line: 'toTeams',
      fault: { kind: 'status', status: 429, retryAfterSeconds: 5 },
    },
  },
  {
    id: 'teams-down',
    label: 'Teams down',
    hint: 'Connections of the bridge to Teams are refused.',
    peer: 'teams',
    lasts: 'while-on',
    does: { how: 'down', line: 'toTeams' },
  },
  {
    id: 'teams-blocked',
    label: 'Bot blocked',
    hint: 'The customer has blocked the bot, so Teams answers 403: what the agent says next becomes a dead letter.',
    peer: 'teams',
    lasts: 'while-on',
    does: {
      how: 'fault',
      line: 'toTeams',
      fault: { kind: 'status', status: 403, code: 'BotNotInConversationRoster' },
    },
  },
  {
    id: 'live-chat-down',
    label: 'Live chat down',
    hint: 'Connections of the bridge to the live chat are refused.',
    peer: 'live-chat',
    lasts: 'while-on',
    does: { how: 'down', line: 'toLiveChat' },
  },
  {
    id: 'live-chat-slow',
    label: 'Live chat slow',
    hint: 'Each call of the bridge to the live chat takes four seconds longer.',
    peer: 'live-chat',
    lasts: 'while-on',
    does: { how: 'fault', line: 'toLiveChat', fault: { kind: 'latency', ms: 4_000 } },
  },
  {
    id: 'no-agents',
    label: 'No agent there',
    hint: 'The live chat opens no new conversation.',
    peer: 'live-chat',
    lasts: 'while-on',
    does: { how: 'refuse' },
  },
  {
    id: 'answer-lost',
    label: 'Live chat’s answer lost',
    hint: 'The live chat takes the customer’s next message, and the connection is cut before its answer.',
    peer: 'live-chat',
    lasts: 'once',
    does: { how: 'fault', line: 'toLiveChat', fault: { kind: 'reset-after' }, which: 'say' },
  },
  {
    id: 'reply-twice',
    label: 'Agent’s reply twice',
    hint: 'Each callback of the live chat reaches the bridge two times.',
    peer: 'live-chat',
    lasts: 'while-on',
    does: { how: 'fault', line: 'toBridge', fault: { kind: 'duplicate', copies: 2 }, which: 'callback' },
  },
  {
    id: 'copilot-twice',
    label: 'Copilot calls twice',
    hint: 'Copilot Studio misses the next answer of the bridge and delivers the same activity again.',
    peer: 'copilot-studio',
    lasts: 'once',
    does: { how: 'lose-answer' },
  },
];

export interface SwitchState extends Omit<SwitchKind, 'does'> {
  readonly isOn: boolean;
}

export interface FaultSwitches {
  states(): readonly SwitchState[];
  /** Resolves with the mark for the sequence; undefined for a fault that there is not. Nothing changes twice. */
  turn(id: string, isOn: boolean): Promise<Omit<Mark, 'id' | 'at'> | undefined>;
}

type SwitchedParts = Pick<Rehearsal, 'lines' | 'liveChat' | 'copilotStudio'>;

export function faultSwitches(switched: SwitchedParts): FaultSwitches {
  const { lines, liveChat, copilotStudio } = switched;
  const { callback, step } = whichRequests(liveChat.reads);
  const named = { callback, say: step('say') };
  /** Each with how much had happened when it was turned on. */
  const on = new Map<string, number>();
  const met = ({ does }: SwitchKind): number => {
    if (does.how === 'lose-answer') return copilotStudio.skillCalls.length;
    return does.how === 'fault' ? lines[does.line].exchanges.filter(hasMet(does.fault)).length : 0;
  };
  const isOn = (kind: SwitchKind): boolean => {
    const before = on.get(kind.id);
    return before !== undefined && (kind.lasts === 'while-on' || met(kind) === before);
  };
  /** A proxy forgets all orders at once, so those that stand are given again. */
  const giveOrders = (line: Line) => {
    lines[line].follow(undefined);
    for (const kind of kinds) {
      const { does, lasts } = kind;
      if (does.how !== 'fault' || does.line !== line || !isOn(kind)) continue;
      const times = lasts === 'once' ? 1 : Number.POSITIVE_INFINITY;
      lines[line].next(does.fault, { times, ...(does.which && { which: named[does.which] }) });
    }
  };

  return {
    states: () => kinds.map((kind) => shown(kind, isOn(kind))),
    async turn(id, turnOn) {
      const kind = kinds.find((each) => each.id === id);
      if (!kind) return undefined;
      const { label, peer, lasts } = kind;
      if (isOn(kind) !== turnOn) {
        if (turnOn) on.set(id, met(kind));
        else on.delete(id);
        await perform(kind, turnOn, { ...switched, giveOrders });
      }
      const words = turnOn ? label : `${label}: over`;
      return {
        on: peer,
        label: turnOn && lasts === 'once' ? `next: ${label}` : words,
        tone: turnOn ? 'bad' : 'good',
      };
    },
  };
}

interface Ways extends SwitchedParts {
  readonly giveOrders: (line: Line) => void;
}

async function perform(
  { does }: SwitchKind,
  turnOn: boolean,
  { lines, liveChat, copilotStudio, giveOrders }: Ways,
): Promise<void> {
  switch (does.how) {
    case 'down':
      return turnOn ? lines[does.line].down() : lines[does.line].up();
    case 'fault':
      return giveOrders(does.line);
    case 'refuse':
      return liveChat.refuse(turnOn ? 'no-agents' : undefined);
    case 'lose-answer':
      return copilotStudio.loseAnswers(turnOn ? 1 : 0);
  }
}

const hasMet = (fault: Fault) => (exchange: { readonly fault: Fault }) => exchange.fault.kind === fault.kind;

function shown({ does: _, ...kind }: SwitchKind, isOn: boolean): SwitchState {
  return { ...kind, isOn };
}
