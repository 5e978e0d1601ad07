import type { Deviation } from '../../copilot-studio/connected-agent/orchestrator.ts';
import type { Fault } from '../../faults/fault.ts';
import type { CallbackResult, Chat } from '../../live-chat/start-live-chat.ts';
import type { Value } from '../../solution/power-fx/value.ts';
import type { Expected } from '../language/expectation.ts';
import type { Way } from './world/peers.ts';
import type { Moment, Trouble } from './world/troubles.ts';

/** A name that may be left out: the first customer, the agent who joined last. */
type Who = string | undefined;

export interface CustomerActions {
  customerSays(who: Who, text: string): Promise<void>;
  customerSees(who: Who, expected: readonly Expected[]): Promise<void>;
  customerDoesNotSee(who: Who, expected: readonly Expected[]): Promise<void>;
  copilotSays(who: Who, expected: readonly Expected[]): Promise<void>;
}

export interface AgentActions {
  agentJoins(name: string, customer: Who): Promise<void>;
  agentSays(who: Who, text: string): Promise<void>;
  agentSees(who: Who, expected: readonly Expected[]): Promise<void>;
  agentSeesTyping(who: Who): Promise<void>;
  agentDoesNotSee(who: Who, expected: readonly Expected[]): Promise<void>;
  agentKnows(who: Who, expected: readonly Expected[]): Promise<void>;
  agentIsToldItFailed(who: Who, expected: readonly Expected[]): Promise<void>;
  agentDoes(who: Who, act: (chat: Chat) => Promise<CallbackResult>): Promise<void>;
  agentTransfersTo(who: Who, other: string): Promise<void>;
}

export interface SessionActions {
  sessionEnds(who: Who, reason: string): Promise<void>;
  copilotHasTheConversation(who: Who): Promise<void>;
  copilotCalls(who: Who, activity: Readonly<Record<string, unknown>>): Promise<void>;
  copilotEnds(who: Who): Promise<void>;
  copilotIsTold(who: Who, status: string): Promise<void>;
  /** From now on this comes back when a topic calls something beyond the agent by this name. */
  outsideReturns(name: string, value: Value): Promise<void>;
  liveChatsOpened(count: number): Promise<void>;
  deadLetters(count: number): Promise<void>;
}

/** Requests that verbs name: a callback of the live chat, an activity of the copilot, what the bridge sends. */
export type RequestName = 'callback' | 'activity' | 'to teams' | 'to the live chat';

export interface FaultActions {
  /** For so many milliseconds; without a time until it is told otherwise. */
  isDown(way: Way, ms: number | undefined): Promise<void>;
  has(way: Way, ms: number | undefined, trouble: Trouble): Promise<void>;
  isWellAgain(way: Way): Promise<void>;
  next(way: Way, fault: Fault, of: { readonly which: RequestName; readonly times?: number }): Promise<void>;
  refuses(reason: 'closed' | 'no-agents' | 'unavailable' | undefined): Promise<void>;
  copilotRepeats(): Promise<void>;
  kill(): Promise<void>;
  killAt(at: { readonly way: Way; readonly moment: Moment; readonly which: RequestName }): Promise<void>;
  bridgeIsDown(ms: number): Promise<void>;
  restart(): Promise<void>;
  /** Lets so many milliseconds pass. */
  wait(ms: number): Promise<void>;
  /** From now on nothing goes wrong. */
  heal(): Promise<void>;
}

export interface OrchestratorActions {
  orchestratorPlans(who: Who, deviation: Deviation): Promise<void>;
  callbackExpires(who: Who): Promise<void>;
}

/** Everything that verbs can do. Each act ends when nothing happens any more that needs no time. */
export interface ScenarioApi
  extends CustomerActions,
    AgentActions,
    SessionActions,
    OrchestratorActions,
    FaultActions {}
