import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { skillCaller } from '../callers/skill/skill-caller.ts';
import { type RunningBridge, startRunningBridge } from '../http/running-bridge.ts';
import { callbackOf, openSession, postSigned } from '../live-chat/callbacks.ts';

let world: RunningBridge;
beforeAll(async () => {
  world = await startRunningBridge();
});
afterAll(() => world.stop());

const marker = 'MARKER';

describe('S17: the log of a whole conversation, with everything that can go wrong in it,', () => {
  it('knows sessions and outcomes, and no text, name or token', async () => {
    const { entra, copilotStudio, teams } = world.microsoft;
    const value = { ProblemDescription: marker, Transcript: marker, Context: { [marker]: marker } };
    const { copilot, chat, customer } = await openSession(world, value);
    const from = { id: `29:${marker}`, name: marker, aadObjectId: marker };
    await copilot.message(`${marker} one`, { from });
    await chat.sees(/one/);
    world.liveChat.failNext({ path: '/send', status: 400, body: { error: marker } });
    await copilot.message(`${marker} two\n at ${marker}`);
    teams.failNext({ status: 403, body: { error: { code: `${marker} is no code`, message: marker } } });
    const said = { message: `${marker} three`, sender: marker };
    expect((await postSigned(world, callbackOf(chat.id, said))).status).toBe(202);
    expect((await postSigned(world, callbackOf(chat.id, said))).status).toBe(202);
    await customer.sees(/three/);
    await postSigned(world, callbackOf(chat.id, { ...said, sender: [marker] }));
    await postSigned(world, `{"${marker}":`);
    await postSigned(world, callbackOf(marker, said));
    copilotStudio.refuseReplies({ status: 500 });
    await skillCaller(world, { always: { deliveryMode: undefined } }).escalate(value, { from });
    const token = await entra.sign(entra.claims({ azp: marker }));
    await copilotStudio.callSkill({ text: marker }, { token });
    await copilot.send({ type: 'event', name: marker, value: marker, text: marker });
    await copilot.end({ LiveChatConversationId: marker });
    await copilot.end({ LiveChatConversationId: '' });
    await chat.isEnded();
    await fetch(`${world.url}/${marker}?${marker}`);

    const log = world.logLines.join('');
    expect(log).not.toContain(marker);
    expect(log).not.toContain('Anna');
    expect(log).not.toContain(token);
    expect(log).not.toMatch(/eyJ[\w-]{10}/);
    for (const secret of Object.values(world.credentials).flatMap((each) =>
      typeof each === 'string' ? [each] : [each.clientSecret],
    )) {
      if (secret !== world.credentials.tenantId) expect(log).not.toContain(secret);
    }
    expect(log).toContain(chat.handoffSessionId);
    expect(log).toContain('"outcome":"rejected"');
    expect(log).toContain('reply-not-delivered');
  });
});
