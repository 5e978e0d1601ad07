/** A story that can be played in the demo. */
export interface StoryLine {
  /** Its file. */
  readonly id: string;
  readonly title: string;
  /** Why it matters. */
  readonly why: string;
}

export interface StoryStep {
  readonly text: string;
  readonly is: 'passed' | 'failed' | 'now' | 'to come';
}

/** How far a story has come. */
export interface StoryState extends StoryLine {
  readonly is: 'playing' | 'paused' | 'passed' | 'failed' | 'stopped';
  readonly steps: readonly StoryStep[];
  /** What happened instead, when it failed. */
  readonly instead?: string;
  /** Of its first customer, once there is one. */
  readonly conversationId?: string;
}

/** Plays one story at a time among the people of the demo, at a pace at which one can follow. */
export interface StoryPlayer {
  readonly stories: readonly StoryLine[];
  readonly state: StoryState | undefined;
  /** From its beginning, in place of another one. `paused` waits before its first step. */
  play(id: string, options?: { readonly paused?: boolean }): 'playing' | 'unknown';
  pause(): void;
  resume(): void;
  /** One step, and then waits again. */
  step(): void;
  stop(): void;
}

/** Performs the steps of one story. Rejects with a sentence about what happened instead. */
export interface StoryTroupe {
  readonly steps: readonly string[];
  perform(index: number): Promise<void>;
  conversationId(): string | undefined;
  /** From now on nothing goes wrong. */
  tidyUp(): Promise<void>;
}

interface StoryPlayerOptions {
  readonly stories: readonly StoryLine[];
  /** A new troupe for each playing. */
  readonly troupe: (id: string) => StoryTroupe;
  /** Between two steps, in milliseconds. */
  readonly paceMs?: number;
}

const usualPaceMs = 700;

export function storyPlayer({ stories, troupe, paceMs = usualPaceMs }: StoryPlayerOptions): StoryPlayer {
  let current: Playing | undefined;
  return {
    stories,
    get state() {
      return current?.state();
    },
    play(id, { paused = false } = {}) {
      const story = stories.find((each) => each.id === id);
      if (!story) return 'unknown';
      const before = current;
      before?.stop();
      current = playing(story, troupe(id), { paused, paceMs, after: before?.over ?? Promise.resolve() });
      return 'playing';
    },
    pause: () => current?.pause(),
    resume: () => current?.resume(Number.POSITIVE_INFINITY),
    step: () => current?.resume(1),
    stop: () => current?.stop(),
  };
}

interface Playing {
  state(): StoryState;
  pause(): void;
  resume(steps: number): void;
  stop(): void;
  readonly over: Promise<void>;
}

interface How {
  readonly paused: boolean;
  readonly paceMs: number;
  /** The story before, which has to leave everything tidy. */
  readonly after: Promise<void>;
}

function playing(story: StoryLine, troupe: StoryTroupe, { paused, paceMs, after }: How): Playing {
  let done = 0;
  let allowed = paused ? 0 : Number.POSITIVE_INFINITY;
  let ended: 'passed' | 'failed' | 'stopped' | undefined;
  let instead: string | undefined;
  const { woken, rouse } = sleeper();
  async function run(): Promise<void> {
    await after;
    while (!ended && done < troupe.steps.length) {
      if (allowed === 0) await woken();
      if (ended || allowed === 0) continue;
      allowed -= 1;
      await troupe.perform(done);
      done += 1;
      if (allowed > 0) await new Promise((resolve) => setTimeout(resolve, paceMs));
    }
    ended ??= 'passed';
  }
  const failed = (error: unknown) => {
    if (ended !== 'stopped') ended = 'failed';
    instead ??= error instanceof Error ? error.message : String(error);
  };
  const over = run()
    .catch(failed)
    .then(() => troupe.tidyUp())
    .catch(failed);
  return {
    over,
    state: () => ({
      ...story,
      is: ended ?? (allowed === 0 ? 'paused' : 'playing'),
      steps: stepsOf(troupe, { done, hasFailed: ended === 'failed' }),
      ...(instead !== undefined && { instead }),
      ...withConversation(troupe),
    }),
    pause: () => {
      if (!ended) allowed = 0;
    },
    resume: (steps) => {
      if (ended) return;
      allowed = steps;
      rouse();
    },
    stop: () => {
      ended ??= 'stopped';
      rouse();
    },
  };
}

/** A wait that can be ended. */
function sleeper(): { woken(): Promise<void>; rouse(): void } {
  let wake = Promise.withResolvers<void>();
  return {
    woken: () => wake.promise,
    rouse() {
      wake.resolve();
      wake = Promise.withResolvers();
    },
  };
}

interface Progress {
  readonly done: number;
  readonly hasFailed: boolean;
}

function stepsOf({ steps }: StoryTroupe, { done, hasFailed }: Progress): readonly StoryStep[] {
  const isOf = (index: number): StoryStep['is'] => {
    if (index < done) return 'passed';
    if (index > done) return 'to come';
    return hasFailed ? 'failed' : 'now';
  };
  return steps.map((text, index) => ({ text, is: isOf(index) }));
}

function withConversation(troupe: StoryTroupe): Pick<StoryState, 'conversationId'> {
  const conversationId = troupe.conversationId();
  return conversationId === undefined ? {} : { conversationId };
}
