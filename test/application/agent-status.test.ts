import { describe, expect, it } from 'vitest';
import { world } from './world/world.ts';

async function inQueue() {
  const all = world();
  const pat = all.customer('Pat');
  await pat.asks();
  const status = async () => (await all.store.ofConversation(pat.conversation))?.session;
  return {
    ...all,
    pat,
    dana: all.agent('Dana'),
    somebody: all.agent(undefined),
    status,
    seen: () => all.teams.seenAt(pat.address),
  };
}

describe('An agent', () => {
  it('who joins is announced, and makes the session active', async () => {
    const { dana, seen, status } = await inQueue();
    expect(await dana.joins()).toBe('accepted');
    expect(seen()).toEqual(['Dana has joined and will help you now.']);
    expect(await status()).toMatchObject({ status: 'active', agentName: 'Dana' });
  });

  it('who joins twice is announced once', async () => {
    const { dana, seen } = await inQueue();
    await dana.joins('d1');
    expect(await dana.joins('d1')).toBe('duplicate');
    expect(await dana.joins('d2')).toBe('accepted');
    expect(seen()).toHaveLength(1);
  });

  it('who speaks without joining makes the session active', async () => {
    const { dana, seen, status } = await inQueue();
    await dana.says('Hello');
    expect(seen()).toEqual(['Dana: Hello']);
    expect(await status()).toMatchObject({ status: 'active', agentName: 'Dana' });
  });

  it('who leaves is announced, and the customer waits again', async () => {
    const { dana, seen, status } = await inQueue();
    await dana.joins();
    await dana.leaves();
    expect(seen().at(-1)).toBe('Dana has left the chat. Somebody else will be with you soon.');
    expect(await status()).toMatchObject({ status: 'queued' });
  });

  it('who leaves without having been there is not announced', async () => {
    const { dana, seen } = await inQueue();
    expect(await dana.leaves()).toBe('accepted');
    expect(seen()).toEqual([]);
  });

  it('who takes over is announced', async () => {
    const { dana, agent, seen, status } = await inQueue();
    await dana.joins();
    await agent('Elli').takesOver();
    expect(seen().at(-1)).toBe('You are now talking with Elli.');
    expect(await status()).toMatchObject({ status: 'active', agentName: 'Elli' });
  });

  it('has a name that may look like a placeholder', async () => {
    const { agent, seen } = await inQueue();
    await agent('{agent} $& {position}').joins();
    expect(seen()).toEqual(['{agent} $& {position} has joined and will help you now.']);
  });
});

describe('A place in the queue', () => {
  it('is told when it changes', async () => {
    const { dana, seen } = await inQueue();
    await dana.reports({ type: 'queue-position', position: 1 });
    await dana.reports({ type: 'queue-position', position: 2, estimatedWaitSeconds: 60 });
    await dana.reports({ type: 'queue-position', position: 2 });
    expect(seen()).toEqual(['You are number 2 in the queue.']);
  });

  it('is of no interest once an agent has joined', async () => {
    const { dana, seen } = await inQueue();
    await dana.joins();
    expect(await dana.reports({ type: 'queue-position', position: 7 })).toBe('accepted');
    expect(seen()).toHaveLength(1);
  });
});

describe('An agent whose name the live chat does not tell', () => {
  it('is announced without one', async () => {
    const { somebody, seen, status } = await inQueue();
    expect(await somebody.joins()).toBe('accepted');
    expect(await somebody.takesOver()).toBe('accepted');
    expect(await somebody.leaves()).toBe('accepted');
    expect(seen()).toEqual([
      'An agent has joined and will help you now.',
      'You are now talking with another agent.',
      'The agent has left the chat. Somebody else will be with you soon.',
    ]);
    expect(await status()).toMatchObject({ status: 'queued' });
  });

  it('speaks without one, or with the name by which an agent joined', async () => {
    const { somebody, dana, seen, status } = await inQueue();
    await somebody.says('Hello');
    expect(await status()).toMatchObject({ status: 'active' });
    await dana.joins();
    await somebody.says('Which invoice?');
    expect(seen()).toEqual(['Hello', 'Dana has joined and will help you now.', 'Dana: Which invoice?']);
  });
});

describe('What the live chat says by itself', () => {
  it('is a notice to the customer, and no agent is there because of it', async () => {
    const { dana, seen, status } = await inQueue();
    expect(await dana.isAnsweredFor('We will be with you shortly', '1')).toBe('accepted');
    expect(await dana.isAnsweredFor('We will be with you shortly', '1')).toBe('duplicate');
    expect(seen()).toEqual(['We will be with you shortly']);
    expect(await status()).toMatchObject({ status: 'queued' });
    expect(await status()).not.toHaveProperty('agentName');
  });

  it('is refused once the session is over', async () => {
    const { dana, pat } = await inQueue();
    await pat.ends();
    expect(await dana.isAnsweredFor('Bye')).toBe('ended');
  });
});

describe('A live chat that ends', () => {
  const back = 'You are back with the virtual assistant.';
  it.each([
    [undefined, 'agent', `The agent has ended the chat. ${back}`],
    ['agent', 'agent', `The agent has ended the chat. ${back}`],
    [
      'closed',
      'closed',
      `Our agents are not on duty at the moment, so the chat has ended. Please try again during opening hours. ${back}`,
    ],
    [
      'no-agents',
      'no-agents',
      `All our agents are busy at the moment, so the chat has ended. Please try again in a little while. ${back}`,
    ],
    ['idle', 'idle', `The chat has ended because nobody wrote for a while. ${back}`],
    ['failed', 'failed', `We have lost the connection to the agent, so the chat has ended. ${back}`],
  ] as const)('because of %s is told as %s, and is not ended once more', async (cause, reason, farewell) => {
    const { dana, desk, pat, seen, store } = await inQueue();
    expect(await dana.reports({ type: 'ended', ...(cause && { cause }) })).toBe('accepted');
    expect(seen()).toEqual([farewell, `[back: ${reason}]`]);
    expect(await store.ofConversation(pat.conversation)).toBeUndefined();
    expect(desk.chat().endedFor).toBeUndefined();
  });
});
