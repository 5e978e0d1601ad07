import { recognise } from '../../solution/recognition/recognise.ts';
import type { ConnectedAgent, Solution } from '../../solution/solution.ts';
import { type Conversation, remember } from '../conversation.ts';
import { sentences } from '../sentences.ts';
import type { SkillCall } from '../skill-line.ts';
import type { Topics } from '../topics.ts';
import type { ConnectionHabits } from './habits.ts';
import { wantsAgent } from './reads.ts';

/** What the orchestrator does with the next turn, against its own judgement. */
export type Deviation =
  /** The copilot answers by itself. */
  | { readonly is: 'elsewhere' }
  /** The agent gets it, though nothing speaks for that. */
  | { readonly is: 'passed on' }
  /** The agent gets it in other words. */
  | { readonly is: 'rephrased'; readonly text: string }
  /** The agent gets it twice, under two ids. */
  | { readonly is: 'repeated' };

interface OrchestratorOptions {
  readonly agent: ConnectedAgent;
  readonly solution: Solution;
  readonly habits: Pick<ConnectionHabits, 'fillsSilence'>;
  readonly topics: Topics;
  readonly say: (conversation: Conversation, text: string) => Promise<void>;
  /** Gives the agent a turn; `words` in place of the customer's. */
  readonly call: (conversation: Conversation, words: string) => Promise<SkillCall>;
}

/** Decides anew for each turn of a customer who gets it: the connected agent, or the copilot's topics. */
export interface Orchestrator {
  heard(conversation: Conversation, text: string): Promise<void>;
  plan(conversationId: string, deviation: Deviation): void;
}

export function createOrchestrator(options: OrchestratorOptions): Orchestrator {
  const planned = new Map<string, Deviation>();
  return {
    plan: (conversationId, deviation) => void planned.set(conversationId, deviation),
    async heard(conversation, text) {
      const { conversationId } = conversation.record;
      const deviation = planned.get(conversationId);
      planned.delete(conversationId);
      const isForAgent = deviation ? deviation.is !== 'elsewhere' : isAgents(conversation, text, options);
      if (!isForAgent) return options.topics.heard(conversation, text);
      const words = deviation?.is === 'rephrased' ? deviation.text : text;
      const { isWithAgent } = conversation.record;
      conversation.change({ isWithAgent: true });
      const calling = options.call(conversation, words);
      // The history that comes along ends before this turn.
      remember(conversation, 'customer', text);
      const call = await calling;
      // An agent that did not take the first turn does not have the customer.
      if (!isTaken(call)) conversation.change({ isWithAgent });
      await answered(conversation, call, options);
      if (deviation?.is === 'repeated')
        await answered(conversation, await options.call(conversation, words), options);
    },
  };
}

function isAgents({ record }: Conversation, text: string, { agent, solution }: OrchestratorOptions): boolean {
  if (record.isWithAgent) return true;
  // A topic has asked something.
  if (record.dialogs.length > 0) return false;
  const wanted = wantsAgent(text, { ...agent, language: solution.agent.language });
  return wanted > 0 && wanted >= (recognise(text, solution)[0]?.score ?? 0);
}

const filler = 'I have passed that on.';

async function answered(
  conversation: Conversation,
  call: SkillCall,
  { say, habits }: OrchestratorOptions,
): Promise<void> {
  if (!isTaken(call)) return say(conversation, sentences.failure);
  if (call.replies.length === 0 && habits.fillsSilence) await say(conversation, filler);
}

const isTaken = ({ status }: SkillCall): boolean =>
  typeof status === 'number' && status >= 200 && status < 300;
