import type { DialogState } from '../../../simulators/solution/interpreter/dialog-state.ts';
import type { Play, SkillOutcome, SkillRequest } from '../../../simulators/solution/interpreter/play.ts';
import { conversationStarts, received, skillEnded } from '../../../simulators/solution/interpreter/turn.ts';
import type { RecordValue, Value } from '../../../simulators/solution/power-fx/value.ts';
import type { Solution } from '../../../simulators/solution/solution.ts';
import { systemVariables } from '../../../simulators/solution/system-variables.ts';

/** One customer and an agent's topics, without a network; the state goes through JSON between turns, as in a restart. */
export interface Performance {
  /** What the copilot answered to these words. */
  says(text: string): Promise<readonly string[]>;
  starts(): Promise<readonly string[]>;
  skillEnds(outputs: RecordValue): Promise<readonly string[]>;
  /** How the skill answers from now on; at first it takes everything. */
  skillAnswers(answer: (request: SkillRequest) => SkillOutcome): void;
  /** What comes back from beyond the agent. */
  outsideReturns(name: string, value: Value): void;
  readonly asked: readonly SkillRequest[];
  readonly problems: readonly string[];
  readonly state: DialogState;
}

const sentences = {
  failure: 'failure',
  stopped: 'stopped',
  fallback: 'fallback',
  rating: 'rating',
} as const;

const nothing: DialogState = { dialogs: [], queue: [], system: {}, variables: {}, fallbacks: 0 };

export function perform(solution: Solution, restored = nothing): Performance {
  let state = restored;
  let answer: (request: SkillRequest) => SkillOutcome = () => ({ kind: 'taken' });
  const said: string[] = [];
  const asked: SkillRequest[] = [];
  const problems: string[] = [];
  const returned = new Map<string, Value>();
  const play = (text: string): Play => ({
    solution,
    sentences,
    text,
    state: () => state,
    change: (change) => {
      state = { ...state, ...change };
    },
    say: async (sentence) => void said.push(sentence),
    outside: ({ names }) => {
      const name = names.find((each) => returned.has(each));
      return name === undefined ? undefined : { returned: returned.get(name) ?? null };
    },
    callSkill: async (request) => {
      asked.push(request);
      return answer(request);
    },
    report: ({ message }) => void problems.push(message),
    system: () =>
      systemVariables({
        agent: solution.agent,
        conversationId: 'c-1',
        customer: { id: 'u-1', name: 'Mia', aadObjectId: 'a-1' },
        text,
        fallbacks: state.fallbacks,
      }),
    given: () => ({}),
    now: () => Date.parse('2026-01-31T09:30:00Z'),
  });
  const during = async (work: () => Promise<void>): Promise<readonly string[]> => {
    state = JSON.parse(JSON.stringify(state));
    said.length = 0;
    await work();
    return [...said];
  };
  return {
    says: (text) => during(() => received(play(text))),
    starts: () => during(() => conversationStarts(play(''))),
    skillEnds: (outputs) => during(() => skillEnded(play(''), outputs)),
    skillAnswers: (next) => {
      answer = next;
    },
    outsideReturns: (name, value) => void returned.set(name, value),
    asked,
    problems,
    get state() {
      return state;
    },
  };
}
