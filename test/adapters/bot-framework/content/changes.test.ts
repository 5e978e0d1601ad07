import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Overrides } from '../../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { seenAtDesk } from './seen-at-desk.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const seen = (...messages: readonly Overrides[]) => seenAtDesk(world, messages);

describe('What is done to an earlier message is told to the agent:', () => {
  const edited = { type: 'messageUpdate', id: 'one', channelData: { eventType: 'editMessage' } };

  it('that it was changed, and how it reads now, each change once', async () => {
    const first = { ...edited, timestamp: '2026-01-01T00:00:01Z', text: 'Better' };
    const second = { ...edited, timestamp: '2026-01-01T00:00:02Z', text: 'Best' };
    const said = await seen({ id: 'one', text: 'Good' }, first, first, second, first);
    const heading = '[Changed an earlier message, which now reads:]';
    expect(said).toEqual(['Good', heading, 'Better', heading, 'Best']);
  });

  it.each([
    ['a type of its own', { type: 'messageUpdate' }],
    ['what the channel adds', { type: 'message', channelData: { eventType: 'editMessage' } }],
    ['the same as JSON text', { type: 'message', channelData: '{"eventType":"editMessage"}' }],
  ])('that it was changed, told by %s', async (_, how) => {
    expect(await seen({ ...how, id: 'two', text: 'end handoff' })).toEqual([
      '[Changed an earlier message, which now reads:]',
      'end handoff',
    ]);
  });

  it.each([
    ['a type of its own', { type: 'messageDelete' }],
    ['what the channel adds', { type: 'message', channelData: { eventType: 'softDeleteMessage' } }],
  ])('that it was deleted, told by %s', async (_, how) => {
    const deleted = { ...how, id: 'one', text: 'Good', timestamp: '2026-01-01T00:00:01Z' };
    expect(await seen({ id: 'one', text: 'Good' }, deleted, deleted)).toEqual([
      'Good',
      '[Deleted an earlier message]',
    ]);
  });

  it('that it was restored', async () => {
    const restored = { type: 'messageUpdate', id: 'one', channelData: { eventType: 'undeleteMessage' } };
    expect(await seen({ ...restored, text: 'Good' })).toEqual(['[Restored a deleted message]', 'Good']);
    expect(await seen({ ...restored, text: undefined })).toEqual(['[Restored a deleted message]']);
  });

  it('that the customer reacted to one', async () => {
    const reaction = { type: 'messageReaction', text: undefined, replyToId: 'x' };
    expect(
      await seen(
        { ...reaction, reactionsAdded: [{ type: 'like' }, { type: 'hea\nrt' }] },
        { ...reaction, reactionsRemoved: [{ type: 'like' }] },
      ),
    ).toEqual(['[Reacted to a message: like, hea rt]', '[Took back a reaction to a message: like]']);
  });
});
