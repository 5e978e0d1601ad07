import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sharedLooks } from '../../../../../src/adapters/live-chat/dynamics/callbacks/shared-looks.ts';
import type { Listing, ListRequest } from '../../../../../src/adapters/live-chat/dynamics/messages.ts';
import { liveChatId } from '../../../../../src/domain/ids.ts';

/** A list whose requests are answered by hand, in the order in which they came. */
function manualList() {
  const asked: ListRequest[] = [];
  const answers: PromiseWithResolvers<Listing>[] = [];
  const look = sharedLooks((request) => {
    asked.push(request);
    const answer = Promise.withResolvers<Listing>();
    answers.push(answer);
    return answer.promise;
  });
  const ask = (since: number, conversation = 'a') =>
    look({ conversation: liveChatId(conversation), since, timeoutMs: 1 });
  const isAsked = () => asked.map(({ conversation, since }) => `${conversation} since ${since}`);
  return { ask, isAsked, answers };
}

const listing = (text: string): Listing => ({ messages: [{ text }] });

describe('Looks at one conversation', () => {
  it('that come while one is under way share the next, which reaches as far back as any of them wants', async () => {
    const { ask, isAsked, answers } = manualList();
    const first = ask(30);
    const others = [ask(20), ask(10), ask(40)];
    expect(isAsked()).toEqual(['a since 30']);
    answers[0]?.resolve(listing('before'));
    expect(await first).toEqual(listing('before'));
    await setImmediate();
    expect(isAsked()).toEqual(['a since 30', 'a since 10']);
    const later = ask(50);
    answers[1]?.resolve(listing('after'));
    expect(await Promise.all(others)).toEqual([listing('after'), listing('after'), listing('after')]);
    await setImmediate();
    expect(isAsked()).toEqual(['a since 30', 'a since 10', 'a since 50']);
    answers[2]?.resolve(listing('later'));
    expect(await later).toEqual(listing('later'));
  });

  it('wait for none of another conversation', async () => {
    const { ask, isAsked, answers } = manualList();
    void ask(1);
    const other = ask(2, 'b');
    answers[1]?.resolve(listing('of b'));
    expect(await other).toEqual(listing('of b'));
    expect(isAsked()).toEqual(['a since 1', 'b since 2']);
  });

  it('fail together, and the next one is asked all the same', async () => {
    const { ask, isAsked, answers } = manualList();
    const first = ask(1);
    const shared = Promise.allSettled([ask(2), ask(3)]);
    answers[0]?.reject(new Error('no token'));
    await expect(first).rejects.toThrow('no token');
    await setImmediate();
    answers[1]?.reject(new Error('no token again'));
    expect((await shared).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = ask(4);
    answers[2]?.resolve(listing('at last'));
    expect(await next).toEqual(listing('at last'));
    expect(isAsked()).toEqual(['a since 1', 'a since 2', 'a since 4']);
  });
});
