import { type Expected, expectationText, fits } from '../../language/expectation.ts';
import { StepFailed } from '../../language/step-failed.ts';
import type { StoryTime } from '../../time/story-time.ts';
import type { Read } from './participants.ts';

/** What a person reads, now. */
type Reading = () => readonly Read[];

/** Holds what people read against what a story expects. Nothing counts twice. */
export interface Expecting {
  /** Lets time pass until it is read. Rejects with what was read instead. */
  sees(who: string, reading: Reading, expected: readonly Expected[]): Promise<void>;
  doesNotSee(who: string, reading: Reading, expected: readonly Expected[]): Promise<void>;
  /** Lets time pass until it is so, at most a minute. Rejects with what `instead` says. */
  until(isSo: () => boolean, instead: () => string): Promise<void>;
}

interface Reader {
  readonly who: string;
  readonly reading: Reading;
}

const usualPatienceMs = 60_000;

export function expecting(time: StoryTime): Expecting {
  const counted = new Set<string>();
  const isNew = ({ id }: Read) => !counted.has(id);
  async function seesOne({ who, reading }: Reader, expected: Expected, after: number): Promise<number> {
    const { times = 1, within = usualPatienceMs } = expected;
    const found = () => {
      const all = reading();
      const fitting = all.flatMap((each, index) =>
        index > after && fits(each, expected) ? [{ each, index }] : [],
      );
      const unread = fitting.filter(({ each }) => isNew(each));
      return fitting.length >= times && unread.length > 0 ? fitting : undefined;
    };
    await time.passUntil(time.now() + within, () => found() !== undefined);
    const fitting = found();
    if (!fitting)
      throw new StepFailed(
        `${who} did not see ${expectationText(expected)}${often(times)}.\n${instead(reading(), isNew)}`,
      );
    if (expected.times !== undefined && fitting.length > times)
      throw new StepFailed(`${who} saw ${expectationText(expected)} ${fitting.length} times, not ${times}.`);
    const taken = times > 1 ? fitting : fitting.filter(({ each }) => isNew(each)).slice(0, 1);
    for (const { each } of taken) counted.add(each.id);
    return taken[0]?.index ?? after;
  }
  return {
    async sees(who, reading, expected) {
      let after = -1;
      for (const each of expected) after = await seesOne({ who, reading }, each, after);
    },
    async doesNotSee(who, reading, expected) {
      await time.settle();
      const found = reading().find((each) => expected.some((one) => fits(each, one)));
      if (found) throw new StepFailed(`${who} saw ${JSON.stringify(found.text)}`);
    },
    async until(isSo, say) {
      await time.passUntil(time.now() + usualPatienceMs, isSo);
      if (!isSo()) throw new StepFailed(say());
    },
  };
}

const often = (times: number): string => (times > 1 ? ` ${times} times` : '');

const longestShown = 200;

function instead(all: readonly Read[], isNew: (read: Read) => boolean): string {
  if (all.length === 0) return 'Instead: nothing at all.';
  const lines = all.map((each) => {
    const text = each.text.length > longestShown ? `${each.text.slice(0, longestShown)}…` : each.text;
    return `  ${isNew(each) ? '-' : '(seen before)'} ${each.from === undefined ? '' : `${each.from}: `}${text}`;
  });
  return ['What there was instead:', ...lines].join('\n');
}
