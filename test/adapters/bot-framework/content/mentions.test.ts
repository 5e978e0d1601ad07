import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Overrides, outputsOf, skillCaller } from '../../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../../http/running-bridge.ts';
import { openSession } from '../../live-chat/callbacks.ts';
import { seenAtDesk } from './seen-at-desk.ts';

let world: RunningBridge;
let copilotId: string;
beforeAll(async () => {
  world = await startRunningBridge();
  copilotId = `28:${world.credentials.copilotApp.clientId}`;
});
afterAll(() => world.stop());

const mention = (written: string, id: string, name?: string) => ({
  type: 'mention',
  text: written,
  mentioned: { id, ...(name !== undefined && { name }) },
});
const own = '<at>Contoso Copilot</at>';
const ben = '<at id="1">Ben Ode</at>';
const seen = async (text: string, entities: readonly unknown[]) =>
  (await seenAtDesk(world, [{ text, entities }]))[0];
const both = () => [mention(own, copilotId), mention(ben, '29:ben')];

describe('A mention', () => {
  it.each<[string, string, string]>([
    ['of the copilot in front of words is left out', `${own} my invoice`, 'my invoice'],
    ['of the copilot twice in front is left out', ` ${own}\u00a0${own}&nbsp; \n my invoice `, 'my invoice '],
    ['of the copilot elsewhere is its name', `ask ${own} why`, 'ask @Contoso Copilot why'],
    ['of the copilot alone is its name', own, '@Contoso Copilot'],
    ['of another person is a name', `${ben} knows, ${ben}!`, '@Ben Ode knows, @Ben Ode!'],
    ['of another person after the copilot is a name', `${own} ${ben} knows`, '@Ben Ode knows'],
    ['that was only typed stays', '<at>Everyone</at> hello', '<at>Everyone</at> hello'],
  ])('%s', async (_, text, shown) => {
    expect(await seen(text, both())).toBe(shown);
  });

  it('is a line of strangers and no more: nothing in a name is taken for anything else', async () => {
    const names = ['$& $1', 'x\ny\u0007', '<b>x</b>', '{name}', 'n'.repeat(500), '😀'];
    const entities = names.map((name) => mention(`<at>${name}</at>`, '29:x'));
    const text = names.map((name) => `<at>${name}</at>`).join(' and ');
    expect(await seen(text, entities)).toBe(
      `@$& $1 and @x y and @<b>x</b> and @{name} and @${'n'.repeat(64)} and @😀`,
    );
  });

  it('removes nothing that is no mention, whatever its entity says', async () => {
    const odd = [
      { type: 'mention', text: 'invoice', mentioned: { id: copilotId } },
      { type: 'mention', text: '', mentioned: { id: copilotId } },
      { type: 'mention', text: 5, mentioned: 'x' },
      { type: 'mention' },
      'mention',
      5,
      [],
    ];
    expect(await seen('my invoice', odd)).toBe('my invoice');
  });

  it('is told by the channel’s id of the copilot, its app, or the skill', async () => {
    const relatesTo = { bot: { id: '28:another' } };
    for (const id of ['28:another', world.credentials.copilotApp.clientId]) {
      const message: Overrides = { text: `${own} hello`, entities: [mention(own, id)], relatesTo };
      expect(await seenAtDesk(world, [message])).toEqual(['hello']);
    }
  });

  it('of the copilot before the command that ends the handoff does not hide it', async () => {
    const { copilot, chat } = await openSession(world);
    const ended = await copilot.message(`${own} end handoff`, { entities: both() });
    expect(outputsOf(ended)).toMatchObject({ HandoffStatus: 'ended' });
    await chat.isEnded();
  });

  it('costs little, however many there are', async () => {
    const { copilot } = await openSession(world);
    const entities = Array.from({ length: 2_000 }, (_, index) => mention(`<at>${index}</at>`, '29:x'));
    const startedAt = performance.now();
    await copilot.message('<at>'.repeat(25_000), { entities });
    expect(performance.now() - startedAt).toBeLessThan(1000);
    await skillCaller(world).message('x');
  });
});
