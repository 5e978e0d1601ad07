import { describe, expect, it } from 'vitest';
import { findStories } from '../../../simulators/simulate/language/find-stories.ts';
import { withChannel } from '../../../simulators/simulate/run/with-channel.ts';

describe('Stories by the channel of their customer', () => {
  it('are played where they belong, and left out elsewhere with the reason', async () => {
    const [inWebChat] = await findStories(['simulators/scenarios/in-turns/web-chat.yaml']);
    const [inTeams] = await findStories(['simulators/scenarios/handoff/comes-back.yaml']);
    if (!inWebChat || !inTeams) throw new Error('the stories are not there');
    for (const story of [inWebChat, inTeams]) expect(withChannel(story, undefined).is).toBe('played');
    expect(withChannel(inWebChat, 'webchat').is).toBe('played');
    expect(withChannel(inTeams, 'msteams').is).toBe('played');
    expect(withChannel(inTeams, 'webchat')).toMatchObject({
      is: 'not played',
      why: expect.stringContaining('between the turns'),
    });
    expect(withChannel(inWebChat, 'msteams')).toMatchObject({
      is: 'not played',
      why: expect.stringContaining('webchat'),
    });
  });
});
