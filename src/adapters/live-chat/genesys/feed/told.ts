import type { AgentStatus, EndCause } from '../../../../application/ports/inbound.ts';
import { personName } from '../../../../domain/plain-text.ts';
import {
  isAgent,
  isConversationOver,
  isOfCustomer,
  isOver,
  isTransferred,
  wasConnected,
} from '../participants.ts';
import type { Conversation, Participant } from '../wire.ts';

/** Something that a conversation tells of its agents. `id` follows from the participant, so that it is the same each time it is read. */
export interface Told {
  readonly id: string;
  readonly status: AgentStatus;
}

export interface ToldByConversation {
  /** In the order in which it happened, without the end. */
  readonly told: readonly Told[];
  readonly end?: Told;
  /** In so many milliseconds more may follow from the same conversation; absent where nothing may. */
  readonly againInMs?: number;
}

/** An agent who leaves most often ends the conversation, which shows a moment later. In milliseconds. */
const leavingMs = 2_000;

/**
 * What has happened in a conversation so far. That an agent is gone is told once it is clear that the conversation goes on and
 * that it was no transfer: that one is told by who takes over.
 */
export function toldByConversation({ participants }: Conversation, now: number): ToldByConversation {
  const agents = participants.filter((each) => isAgent(each) && wasConnected(each)).sort(byConnection);
  const end = endOf(participants, agents.length > 0);
  const happened = agents
    .flatMap((agent, index): readonly Happened[] => {
      const came = { at: timeOf(agent.connectedTime) ?? 0, told: cameOf(agent, agents[index - 1]) };
      const left = leftOf(agent, agents.slice(index + 1), now);
      return [came, ...(left ? [left] : [])];
    })
    .sort((a, b) => a.at - b.at);
  const waits = happened.flatMap(({ leavesInMs = 0 }) => (leavesInMs > 0 ? [leavesInMs] : []));
  return {
    told: happened
      .filter(({ leavesInMs }) => leavesInMs === undefined || (leavesInMs === 0 && !end))
      .map(({ told }) => told),
    ...(end && { end }),
    ...(!end && waits.length > 0 && { againInMs: Math.min(...waits) }),
  };
}

interface Happened {
  /** By Genesys' clock, for the order alone. */
  readonly at: number;
  /** Of one who left: in how many milliseconds that is clear. */
  readonly leavesInMs?: number;
  readonly told: Told;
}

const timeOf = (iso: string | undefined): number | undefined => {
  const time = Date.parse(iso ?? '');
  return Number.isNaN(time) ? undefined : time;
};

const byConnection = (a: Participant, b: Participant): number =>
  (timeOf(a.connectedTime) ?? Number.POSITIVE_INFINITY) -
    (timeOf(b.connectedTime) ?? Number.POSITIVE_INFINITY) || 0;

/** Who comes while another is there, or to whom another has transferred, takes over. */
function cameOf(agent: Participant, before: Participant | undefined): Told {
  const isTakingOver = before !== undefined && (!isOver(before) || isTransferred(before));
  return {
    id: `agent-${agent.id}`,
    status: { type: isTakingOver ? 'transferred' : 'joined', ...nameOf(agent) },
  };
}

function leftOf(agent: Participant, after: readonly Participant[], now: number): Happened | undefined {
  const isReplaced = after.some((each) => !isOver(each));
  if (!isOver(agent) || isTransferred(agent) || isReplaced) return undefined;
  const told: Told = { id: `left-${agent.id}`, status: { type: 'left', ...nameOf(agent) } };
  const at = timeOf(agent.endTime) ?? now - leavingMs;
  // Clocks differ.
  const leavesInMs = Math.min(Math.max(at + leavingMs - now, 0), leavingMs);
  return { at, leavesInMs, told };
}

function nameOf({ name }: Participant): { readonly agentName?: string } {
  const agentName = personName(name, '');
  return agentName === '' ? {} : { agentName };
}

function endOf(participants: readonly Participant[], hadAgent: boolean): Told | undefined {
  const last = participants.findLast(isOfCustomer);
  if (last === undefined || !isConversationOver(participants)) return undefined;
  return { id: `ended-${last.id}`, status: { type: 'ended', cause: causeOf(last, hadAgent) } };
}

const idle = /^(timeout|inactivity|session\.?_?expired)/;
const failed = /^(error|transport\.?_?failure|uncallable|unknown|spam)/;

/** Where no agent was ever there, a flow has ended it: most often for want of agents, or out of hours. */
function causeOf({ disconnectType = '' }: Participant, hadAgent: boolean): EndCause {
  if (idle.test(disconnectType)) return 'idle';
  if (failed.test(disconnectType)) return 'failed';
  return hadAgent ? 'agent' : 'no-agents';
}
