import { variablesSchema } from '../solution/interpreter/dialog-state.ts';
import type { Play } from '../solution/interpreter/play.ts';
import type { RecordValue } from '../solution/power-fx/value.ts';
import type { Solution } from '../solution/solution.ts';
import { systemVariables } from '../solution/system-variables.ts';
import type { Activity } from '../teams/activity.ts';
import type { Conversation, ConversationRecord } from './conversation.ts';
import { sentences } from './sentences.ts';

interface PlayOptions extends Pick<Play, 'say' | 'callSkill' | 'outside' | 'report' | 'text'> {
  readonly solution: Solution;
  readonly conversation: Conversation;
  /** What was said before this turn. */
  readonly transcript: ConversationRecord['transcript'];
}

/** One turn of a conversation, as the topics of a solution see it. */
export function playOf({ conversation, transcript, ...options }: PlayOptions): Play {
  return {
    ...options,
    sentences,
    state: () => conversation.record,
    change: (change) => conversation.change(change),
    system: () =>
      systemVariables({ ...conversation.record, agent: options.solution.agent, text: options.text }),
    given: () => givenTo(options.solution, transcript),
    now: () => Date.now(),
  };
}

/** A variable `Transcript` that is given from outside of the topics gets what was said, as a channel might do it. */
function givenTo({ variables }: Solution, transcript: ConversationRecord['transcript']): RecordValue {
  const isWanted = variables.some(
    ({ name, isGivenFromOutside }) => name === 'Transcript' && isGivenFromOutside,
  );
  return isWanted ? { Transcript: transcript.map((spoken) => ({ ...spoken })) } : {};
}

/** The outputs of an EndOfConversation. */
export function outputsIn(end: Activity): RecordValue {
  return variablesSchema.safeParse(end.value ?? {}).data ?? {};
}
