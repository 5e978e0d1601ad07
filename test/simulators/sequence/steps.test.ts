import { describe, expect, it } from 'vitest';
import type { Step } from '../../../simulators/sequence/step.ts';
import { ofConversation, sequenceOf } from '../../../simulators/sequence/steps.ts';
import {
  calls,
  conversationId,
  escalates,
  exchange,
  opens,
  queued,
  run,
  says,
  sends,
  start,
  tells,
} from './a-run.ts';

const told = ({ from, to, kind, label }: Step) => `${from} > ${to} ${kind}: ${label}`;

describe('A sequence', () => {
  it('tells what a live chat has kept for the bridge to hear as if it had been sent', () => {
    const { liveChat, ...rest } = run({});
    const kept = [calls(40, { type: 'message', message: 'Hello', sender: 'Dana' })];
    const { steps } = sequenceOf({ ...rest, liveChat: { ...liveChat, kept } });
    expect(steps.map(told)).toEqual(['live-chat > bridge message: Dana: Hello']);
  });

  it('tells a handoff from the request to the end, in the order of time', () => {
    const { steps } = sequenceOf(
      run(
        {
          toBridge: [
            escalates,
            says(30, 'It is too high'),
            calls(40, { type: 'agent-joined', sender: 'Dana' }),
            calls(50, { type: 'message', message: 'Hello', sender: 'Dana' }),
            calls(70, { type: 'session-ended', message: 'Bye' }),
          ],
          toLiveChat: [opens, sends(35, 'It is too high')],
          toTeams: [tells(45, 'Dana has joined.'), tells(55, '**Dana**: Hello')],
        },
        { copilotStudio: { skillCalls: [], received: [queued] } },
      ),
    );
    expect(steps.map(told)).toEqual([
      'copilot-studio > bridge start: startConversation: My invoice',
      'bridge > live-chat start: opens a chat',
      'bridge > copilot-studio status: EndOfConversation: queued',
      'copilot-studio > bridge message: It is too high',
      'bridge > live-chat message: It is too high',
      'live-chat > bridge status: Dana joins',
      'bridge > teams notice: Dana has joined.',
      'live-chat > bridge message: Dana: Hello',
      'bridge > teams message: Dana: Hello',
      'live-chat > bridge end: ends the chat: Bye',
    ]);
  });

  it('gives the live chat’s steps to the conversation that they belong to, and to no other', () => {
    const other = sends(90, 'Somebody else', { body: '{"sessionId":"lc_2","message":"Somebody else"}' });
    const sequence = sequenceOf(
      run({ toBridge: [escalates], toLiveChat: [opens, sends(35, 'Mine'), other] }),
    );
    const mine = ofConversation(sequence, conversationId).steps;
    expect(mine.map(({ label }) => label)).toEqual(['startConversation: My invoice', 'opens a chat', 'Mine']);
  });

  it('tells a retry of what failed from a duplicate of what arrived', () => {
    const failed = sends(10, 'Hello', { number: 0, status: 503, peer: undefined });
    const { steps } = sequenceOf(
      run({ toLiveChat: [failed, sends(20, 'Hello'), sends(30, 'Hello'), sends(40, 'Something else')] }),
    );
    expect(steps.map(({ outcome, repeat }) => [outcome, repeat])).toEqual([
      ['refused', undefined],
      ['delivered', 'retry'],
      ['delivered', 'duplicate'],
      ['delivered', undefined],
    ]);
  });

  it('takes the same words in Teams after a success for a message of their own', () => {
    const { steps } = sequenceOf(run({ toTeams: [tells(1, '**Dana**: Yes'), tells(2, '**Dana**: Yes')] }));
    expect(steps.map(({ repeat }) => repeat)).toEqual([undefined, undefined]);
  });

  it('knows no outcome where the answer was lost, and says what was met', () => {
    const lost = sends(10, 'Hello', { status: undefined, fault: { kind: 'reset-after' } });
    const [step] = sequenceOf(run({ toLiveChat: [lost] })).steps;
    expect(step).toMatchObject({
      outcome: 'unknown',
      fault: 'cut on the way back',
      wire: { answer: { status: 200 } },
    });
  });

  it('keeps secrets out of labels, requests and answers, and leaves the visits to Entra out', () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
    const secret = 'a-secret-of-the-run';
    const entra = exchange({ ms: 1, path: '/entra/t/oauth2/v2.0/token', body: `client_secret=${secret}` });
    const told = sends(2, `${secret} ${token} whsec_c2VjcmV0`, {
      peer: { status: 200, body: `{"access_token":"opaque-0123"}`, at: start },
    });
    const everything = sequenceOf(run({ toTeams: [entra], toLiveChat: [told] }), { secrets: [secret] });
    expect(everything.steps).toHaveLength(1);
    const shown = JSON.stringify(everything);
    for (const hidden of [secret, token, 'whsec_c2', 'opaque-0123']) expect(shown).not.toContain(hidden);
  });

  it('marks what was done to the parties', () => {
    const { marks } = sequenceOf(
      run(
        {},
        {
          noted: [
            { type: 'restart', party: 'bridge', at: 9 },
            { type: 'crash', party: 'bridge', at: 5 },
          ],
        },
      ),
    );
    expect(marks.map(({ on, label }) => [on, label])).toEqual([
      ['bridge', 'killed'],
      ['bridge', 'started again'],
    ]);
  });
});
