import { StepFailed } from '../../language/step-failed.ts';
import type { SessionActions } from '../scenario-api.ts';
import { deadLettersOf } from '../world/bridge-admin.ts';
import type { World } from '../world/world.ts';
import { endsInWords, endsTold, handoffOutputs } from './ends-told.ts';
import type { ActionContext } from './participant-actions.ts';

export function sessionActions(parts: ActionContext): SessionActions {
  const { world, participants } = parts;
  return {
    ...copilotActs(parts),
    sessionEnds: sessionEnds(parts),
    async liveChatsOpened(count) {
      await world.time.settle();
      const opened = participants.chats.length;
      if (opened !== count) throw new StepFailed(`the live chat has opened ${opened} chats, not ${count}`);
    },
    deadLetters: (count) => expectDeadLetters(world, count),
    outsideReturns: async (name, value) => world.microsoft.copilotStudio.outsideReturns(name, value),
  };
}

/** Each end counts once, and those from before not at all. */
function sessionEnds({ world, participants, expecting }: ActionContext): SessionActions['sessionEnds'] {
  const counted = new Set(endsTold(world).map(({ key }) => key));
  return async (who, reason) => {
    const name = who === undefined ? undefined : (await participants.customer(who)).name;
    const found = () =>
      endsTold(world).find(
        (end) =>
          end.reason === reason && !counted.has(end.key) && (name === undefined || end.customer === name),
      );
    await expecting.until(
      () => found() !== undefined,
      () => `no session ended for the reason ${reason}.\n${endsInWords(endsTold(world))}`,
    );
    const end = found();
    if (end) counted.add(end.key);
  };
}

type CopilotActs = Pick<
  SessionActions,
  'copilotHasTheConversation' | 'copilotCalls' | 'copilotEnds' | 'copilotIsTold'
>;

function copilotActs({ world, participants, expecting }: ActionContext): CopilotActs {
  const { copilotStudio } = world.microsoft;
  const lastCalls = new Map<string, { status: string | undefined }>();
  return {
    async copilotHasTheConversation(who) {
      const { conversationId, name } = await participants.customer(who);
      const isSo = () => !copilotStudio.stateOf(conversationId).isSkillActive;
      await expecting.until(isSo, () => `the bridge still has the conversation with ${name}`);
    },
    async copilotCalls(who, activity) {
      const { conversationId, name } = await participants.customer(who);
      const last: { status: string | undefined } = { status: undefined };
      lastCalls.set(name, last);
      const call = copilotStudio.callSkill({ ...activity, conversation: { id: conversationId } });
      void call.then(({ replies }) => {
        const end = replies.findLast(({ type }) => type === 'endOfConversation');
        last.status = handoffOutputs.safeParse(end?.value).data?.HandoffStatus ?? '';
      });
      await world.time.settle();
    },
    async copilotEnds(who) {
      const { conversationId } = await participants.customer(who);
      void copilotStudio.callSkill({ type: 'endOfConversation', conversation: { id: conversationId } });
      copilotStudio.dropSkillSession(conversationId);
      await world.time.settle();
    },
    async copilotIsTold(who, status) {
      const { name } = await participants.customer(who);
      const told = () => lastCalls.get(name)?.status;
      await expecting.until(
        () => told() === status,
        () => `the copilot was told ${told() ?? 'nothing'}, not ${status}`,
      );
    },
  };
}

const longestWaitMs = 60_000;

async function expectDeadLetters(world: World, count: number): Promise<void> {
  const giveUpAt = world.time.now() + longestWaitMs;
  for (;;) {
    await world.time.settle();
    const letters = await deadLettersOf(world);
    if (letters.length === count) return;
    if (letters.length > count || world.time.now() >= giveUpAt)
      throw new StepFailed(`there are ${letters.length} dead letters, not ${count}`);
    await world.time.passUntil(world.time.now() + 5000);
  }
}
