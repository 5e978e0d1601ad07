import { readFile } from 'node:fs/promises';
import { bridgeLog } from '../../console/bridge-log.ts';
import { lostMark } from '../../console/lost-mark.ts';
import { sourcesOf } from '../../history/read/sources.ts';
import { type Sequence, sequenceOf } from '../../sequence/steps.ts';
import { SolutionProblem } from '../../solution/problem.ts';
import type { Solution } from '../../solution/solution.ts';
import { StepFailed } from '../language/step-failed.ts';
import type { Story } from '../language/story.ts';
import { verbOf } from '../verbs/verbs.ts';
import { expecting } from './actions/expecting.ts';
import { faultActions } from './actions/fault-actions.ts';
import { orchestratorActions } from './actions/orchestrator-actions.ts';
import { agentActions, customerActions } from './actions/participant-actions.ts';
import { participantsOf } from './actions/participants.ts';
import { sessionActions } from './actions/session-actions.ts';
import { transcriptsOf } from './actions/transcripts.ts';
import { judged } from './judge.ts';
import type { Played, PlayedStep, PromiseVerdict, Verdict } from './played.ts';
import type { ScenarioApi } from './scenario-api.ts';
import { type Runtime, startWorld, type World } from './world/world.ts';

interface How {
  readonly seed: string;
  /** The copilot's topics, in place of our own agent's. */
  readonly solution?: Solution;
  /** Hears how many steps are done. */
  readonly tell: (done: number) => void;
}

/** Plays one story in a world of its own. Rejects only when the world cannot be made. */
export async function playStory(
  runtime: Runtime,
  story: Story,
  { seed, solution, tell }: How,
): Promise<Played> {
  const startedAt = performance.now();
  const kills = story.steps.filter(({ key }) => /^bridge is (killed|down)/.test(key)).length;
  await runtime.pool.prepare(1 + kills);
  runtime.date.beginAt();
  const world = await startWorld(runtime, { settings: story.settings, seed, ...(solution && { solution }) });
  try {
    const played = await playIn(world, story, tell);
    return { ...played, ms: Math.round(performance.now() - startedAt) };
  } finally {
    await world.stop();
  }
}

/** Plays one story in a world that may have seen others. */
export async function playIn(world: World, story: Story, tell: How['tell']): Promise<Played> {
  const startedAt = performance.now();
  const beganAt = world.time.now();
  const scenario = scenarioFor(world);
  const { verdict, steps } = await played(story, scenario, { tell, now: () => world.time.now() });
  const storyMs = world.time.now() - beganAt;
  const promises = await afterwards(world, scenario).catch((error: unknown) => undrained(error));
  const log = world.logFile === undefined ? '' : await readFile(world.logFile, 'utf8').catch(() => '');
  return {
    verdict: withProblems(withStops(verdictOf(verdict, promises, story), world, story), world),
    beganAt,
    steps,
    promises,
    ms: Math.round(performance.now() - startedAt),
    storyMs,
    sequence: withLostAttempts(sequenceSince(world, beganAt), log),
    transcripts: transcriptsOf(world, beganAt),
    log,
  };
}

/** Notes what people say, so that it can be known again. */
function scenarioFor(world: World): ScenarioApi {
  const { said } = world;
  const context = { world, participants: participantsOf(world), expecting: expecting(world.time) };
  const customers = customerActions(context);
  const agents = agentActions(context);
  return {
    ...customers,
    ...agents,
    ...sessionActions(context),
    ...orchestratorActions(context),
    ...faultActions(world),
    async customerSays(who, text) {
      const { conversationId } = await context.participants.customer(who);
      if (world.microsoft.copilotStudio.stateOf(conversationId).isSkillActive) said.push(text);
      await customers.customerSays(who, text);
    },
    async agentSays(who, text) {
      said.push(text);
      await agents.agentSays(who, text);
    },
  };
}

interface SoFar {
  readonly verdict: Verdict;
  readonly steps: readonly PlayedStep[];
}

interface Told {
  readonly tell: How['tell'];
  readonly now: () => number;
}

async function played(story: Story, scenario: ScenarioApi, { tell, now }: Told): Promise<SoFar> {
  const steps: PlayedStep[] = story.steps.map((step) => ({
    line: step.line,
    text: `${step.key}: ${textOf(step.value)}`,
    is: 'not reached',
  }));
  for (const [index, { key, value, line }] of story.steps.entries()) {
    const before = steps[index];
    if (!before) continue;
    try {
      const found = verbOf(key);
      if (!found) throw new StepFailed(`${key} is no verb`);
      await found.verb.play(scenario, value, found.slot);
      steps[index] = { ...before, is: 'passed', at: now() };
      tell(index + 1);
    } catch (error) {
      steps[index] = { ...before, is: 'failed', at: now() };
      return { verdict: { is: 'failed', line, why: whyOf(error) }, steps };
    }
  }
  return { verdict: { is: 'passed' }, steps };
}

/** A story that does not go as it says is told as it is; anything else is a defect, and its stack helps. */
function whyOf(error: unknown): string {
  if (error instanceof StepFailed) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

async function afterwards(world: World, scenario: ScenarioApi): Promise<readonly PromiseVerdict[]> {
  await scenario.heal();
  return judged(world);
}

const undrained = (error: unknown): readonly PromiseVerdict[] => [{ invariant: 'I8', broken: whyOf(error) }];

/** A story that goes well and breaks a promise has failed at its end. */
function verdictOf(verdict: Verdict, promises: readonly PromiseVerdict[], { steps }: Story): Verdict {
  const broken = promises.filter((each) => each.broken !== '');
  if (verdict.is !== 'passed' || broken.length === 0) return verdict;
  const line = steps.at(-1)?.line ?? 1;
  return { is: 'failed', line, why: broken.map((each) => each.broken).join('\n') };
}

/** A story in which a topic could not go on has failed at its end, whatever its steps saw. */
function withStops(verdict: Verdict, { microsoft }: World, { steps }: Story): Verdict {
  const stops = microsoft.copilotStudio.problems.filter((problem) => problem instanceof SolutionProblem);
  if (verdict.is !== 'passed' || stops.length === 0) return verdict;
  const line = steps.at(-1)?.line ?? 1;
  return { is: 'failed', line, why: 'All steps went well, but a topic could not go on.' };
}

/** A topic that stopped, because something in it is not known, is often the reason. */
function withProblems(verdict: Verdict, { microsoft }: World): Verdict {
  const { problems } = microsoft.copilotStudio;
  if (verdict.is !== 'failed' || problems.length === 0) return verdict;
  const lines = problems.map(
    (problem) => `  ${problem instanceof Error ? problem.message : String(problem)}`,
  );
  return { ...verdict, why: [verdict.why, 'What Copilot Studio ran into:', ...lines].join('\n') };
}

function sequenceSince(world: World, beganAt: number): Sequence {
  const { steps, marks } = sequenceOf(sourcesOf(world), { secrets: world.secrets });
  return { steps: steps.filter(({ at }) => at >= beganAt), marks: marks.filter(({ at }) => at >= beganAt) };
}

/** Attempts that found no connection are told by the bridge alone. */
function withLostAttempts({ steps, marks }: Sequence, log: string): Sequence {
  const told = bridgeLog();
  for (const line of log.split('\n')) told.read(line);
  return { steps, marks: [...marks, ...told.lostAttempts.map(lostMark)].toSorted((a, b) => a.at - b.at) };
}
