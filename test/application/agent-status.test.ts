import { describe, expect, it } from 'vitest';
import { world } from './world/world.ts';

async function inQueue() {
  const all = world();
  const pat = all.customer('Pat');
  await pat.asks();
  const status = async () => (await all.store.ofConversation(pat.conversation))?.session;
  return { ...all, pat, dana: all.agent('Dana'), status, seen: () => all.teams.seenAt(pat.address) };
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

  it('is of no interest once somebody helps', async () => {
    const { dana, seen } = await inQueue();
    await dana.joins();
    expect(await dana.reports({ type: 'queue-position', position: 7 })).toBe('accepted');
    expect(seen()).toHaveLength(1);
  });
});
