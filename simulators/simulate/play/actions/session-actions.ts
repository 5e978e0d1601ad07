import { z } from 'zod';
import { repliesInBody } from '../../../history/read/replies.ts';
import { Unmet } from '../../language/step-failed.ts';
import type { SessionActs } from '../scenario-api.ts';
import { deadLettersOf } from '../world/bridge-admin.ts';
import type { World } from '../world/world.ts';
import type { Parts } from './participant-actions.ts';

interface End {
  /** The same for all who are told of the same end. */
  readonly key: string;
  readonly reason: string;
  readonly customer: string;
}

const outputs = z.object({
  HandoffStatus: z.string().default(''),
  LiveChatConversationId: z.string().default(''),
  Reason: z.string().default(''),
});
const endBody = z.object({ sessionId: z.string(), reason: z.string() });
const refusals = ['closed', 'no-agents', 'unavailable'];

export function sessionActs({ world, cast, expecting }: Parts): SessionActs {
  const counted = new Set(endsTold(world).map(({ key }) => key));
  const lastCalls = new Map<string, { status: string | undefined }>();
  return {
    async sessionEnds(who, reason) {
      const name = who === undefined ? undefined : (await cast.customer(who)).name;
      const found = () =>
        endsTold(world).find(
          (end) =>
            end.reason === reason && !counted.has(end.key) && (name === undefined || end.customer === name),
        );
      await expecting.until(
        () => found() !== undefined,
        () => `no session ended for the reason ${reason}.\n${inWords(endsTold(world))}`,
      );
      const end = found();
      if (end) counted.add(end.key);
    },
    async copilotHasTheConversation(who) {
      const { conversationId, name } = await cast.customer(who);
      const isSo = () => !world.microsoft.copilotStudio.stateOf(conversationId).isSkillActive;
      await expecting.until(isSo, () => `the bridge still has the conversation with ${name}`);
    },
    async copilotCalls(who, activity) {
      const { conversationId, name } = await cast.customer(who);
      const last: { status: string | undefined } = { status: undefined };
      lastCalls.set(name, last);
      void world.microsoft.copilotStudio
        .callSkill({ ...activity, conversation: { id: conversationId } })
        .then(({ replies }) => {
          const end = replies.findLast(({ type }) => type === 'endOfConversation');
          last.status = outputs.safeParse(end?.value).data?.HandoffStatus ?? '';
        });
      await world.time.settle();
    },
    async copilotEnds(who) {
      const { conversationId } = await cast.customer(who);
      const { copilotStudio } = world.microsoft;
      void copilotStudio.callSkill({ type: 'endOfConversation', conversation: { id: conversationId } });
      copilotStudio.forgetSkill(conversationId);
      await world.time.settle();
    },
    async copilotIsTold(who, status) {
      const { name } = await cast.customer(who);
      const told = () => lastCalls.get(name)?.status;
      await expecting.until(
        () => told() === status,
        () => `the copilot was told ${told() ?? 'nothing'}, not ${status}`,
      );
    },
    async liveChatsOpened(count) {
      await world.time.settle();
      const opened = cast.chats.length;
      if (opened !== count) throw new Unmet(`the live chat has opened ${opened} chats, not ${count}`);
    },
    async deadLetters(count) {
      const giveUpAt = world.time.now() + 60_000;
      for (;;) {
        await world.time.settle();
        const letters = await deadLettersOf(world);
        if (letters.length === count) return;
        if (letters.length > count || world.time.now() >= giveUpAt)
          throw new Unmet(`there are ${letters.length} dead letters, not ${count}`);
        await world.time.passUntil(world.time.now() + 5000);
      }
    },
  };
}

/** Every end that the copilot or the live chat was told of. */
function endsTold({ microsoft, liveChat }: World): readonly End[] {
  const { teams, copilotStudio } = microsoft;
  const customerIn = (conversationId: string) =>
    teams.chats.find((chat) => chat.conversationId === conversationId)?.customer.name ?? '';
  const toCopilot = [
    ...copilotStudio.received.map(({ activity, conversationId }) => ({ activity, conversationId })),
    ...copilotStudio.skillCalls.flatMap(({ body, conversationId }) =>
      repliesInBody(body).map((activity) => ({ activity, conversationId })),
    ),
  ].flatMap(({ activity, conversationId }, index): readonly End[] => {
    const told = outputs.safeParse(activity.value).data;
    if (activity.type !== 'endOfConversation' || !told) return [];
    const customer = customerIn(conversationId);
    const key = told.LiveChatConversationId || `end ${index}`;
    if (refusals.includes(told.HandoffStatus)) return [{ key, reason: 'unavailable', customer }];
    return told.HandoffStatus === 'ended' ? [{ key, reason: told.Reason, customer }] : [];
  });
  const toLiveChat = liveChat.requests.flatMap(({ path, body, status }): readonly End[] => {
    const told = endBody.safeParse(body).data;
    if (!path.endsWith('/end') || !told || status >= 300) return [];
    const customer = liveChat.chats.find(({ id }) => id === told.sessionId)?.customerName ?? '';
    return [{ key: told.sessionId, reason: told.reason, customer }];
  });
  return [...toCopilot, ...toLiveChat];
}

const inWords = (ends: readonly End[]): string =>
  ends.length === 0
    ? 'No session has ended.'
    : `Ended so far: ${[...new Set(ends.map(({ customer, reason }) => `${reason} (${customer})`))].join(', ')}.`;
