import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeActivity } from '../../../../../src/adapters/live-chat/dynamics/callbacks/take-activity.ts';
import { wordLooks } from '../../../../../src/adapters/live-chat/dynamics/callbacks/word-looks.ts';
import type { Listing, ListRequest } from '../../../../../src/adapters/live-chat/dynamics/messages.ts';
import type { AgentMessage, LiveChatAnswer } from '../../../../../src/application/ports/inbound.ts';
import { liveChatId } from '../../../../../src/domain/ids.ts';

/*
 * An agent writes, Dynamics posts each message without an id, once or again, and every step of it comes in any order: the list, the
 * commits, and the pauses in between.
 */

const now = 1_700_000_000_000;
const dana = { id: 'd', name: 'Dana' };

interface Written {
  readonly conversation: 'a' | 'b';
  readonly text: string;
  /** Milliseconds before now. */
  readonly age: number;
  /** How often Dynamics posts it. */
  readonly posts: number;
}

function written(more: { readonly posts: number }): fc.Arbitrary<Written> {
  return fc.record({
    conversation: fc.constantFrom('a', 'b'),
    text: fc.constantFrom('ok', 'yes'),
    age: fc.integer({ min: 0, max: 60_000 }),
    posts: fc.integer({ min: 1, max: more.posts }),
  });
}

interface Plan {
  readonly messages: readonly Written[];
  /** Whether the look of this number, counted from 0, fails. */
  readonly fails?: (look: number) => boolean;
  /** How many looks at a conversation do not have its last message yet. */
  readonly lagsFor?: number;
}

async function played(scheduler: fc.Scheduler, { messages, fails = () => false, lagsFor = 0 }: Plan) {
  const listed: (Written & { readonly id: string })[] = [];
  const shown: string[] = [];
  const known = new Set<string>();
  const underWay = new Map<string, number>();
  let mostUnderWay = 0;
  let looks = 0;
  const step = () => scheduler.schedule(Promise.resolve());
  const list = async ({ conversation, since }: ListRequest): Promise<Listing> => {
    const running = (underWay.get(conversation) ?? 0) + 1;
    underWay.set(conversation, running);
    mostUnderWay = Math.max(mostUnderWay, running);
    const isFailing = fails(looks);
    const found = listed.filter((each) => each.conversation === conversation && now - each.age >= since);
    const known = looks++ < lagsFor ? found.slice(0, -1) : found;
    await step();
    underWay.set(conversation, running - 1);
    if (isFailing) return { failed: { outcome: 'unknown', cause: 'timeout' } };
    return {
      messages: known.map(({ id, text, age }) => ({
        messageid: id,
        text,
        from: dana,
        timestamp: new Date(now - age).toISOString(),
      })),
    };
  };
  const relayAgentMessage = async ({ of, text, messageId }: AgentMessage): Promise<LiveChatAnswer> => {
    const key = `${'liveChatId' in of && of.liveChatId}: ${messageId}`;
    await step();
    if (known.has(key)) return 'duplicate';
    known.add(key);
    shown.push(`${'liveChatId' in of && of.liveChatId}: ${text}`);
    return 'accepted';
  };
  const clock = {
    now: () => now,
    // Pauses end at any time, and nothing lasts too long.
    after(ms: number, task: () => void) {
      if (ms !== 3_000) void step().then(task);
      return () => undefined;
    },
  };
  const parts = {
    clock,
    looks: wordLooks(list, clock),
    relayAgentMessage,
    recordAgentStatus: async () => 'accepted' as const,
  };
  const posted = messages.map(async (message, index) => {
    const { conversation, text, posts } = message;
    await step();
    listed.push({ ...message, id: `${now - message.age}${index}` });
    for (let count = 0; count < posts; count++) {
      await step();
      const activity = { type: 'message', text, from: dana };
      await takeActivity(parts, { conversation: liveChatId(conversation), activity });
    }
  });
  await scheduler.waitFor(Promise.all(posted));
  return { shown: shown.toSorted(), mostUnderWay };
}

const asWritten = (messages: readonly Written[]) =>
  messages.map(({ conversation, text }) => `${conversation}: ${text}`).toSorted();

describe('Words without an id, in whichever order things come,', () => {
  it('are shown as often as they were written, by one look at a conversation at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(written({ posts: 3 }), { minLength: 1, maxLength: 6 }),
        async (scheduler, messages) => {
          const { shown, mostUnderWay } = await played(scheduler, { messages });
          expect(shown).toEqual(asWritten(messages));
          expect(mostUnderWay).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are shown once while looks fail or lag and repeats come, where no two are the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.uniqueArray(written({ posts: 3 }), { selector: (each) => each.conversation + each.text }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        fc.nat({ max: 3 }),
        async (scheduler, messages, failing, lagsFor) => {
          const fails = (look: number) => failing[look] ?? false;
          const { shown } = await played(scheduler, { messages, fails, lagsFor });
          expect(shown).toEqual(asWritten(messages));
        },
      ),
      { numRuns: 60 },
    );
  });
});
