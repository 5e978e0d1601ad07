import { z } from 'zod';
import { duration } from '../language/duration.ts';
import { type Verb, verb } from '../language/verb.ts';
import type { Way } from '../play/world/peers.ts';

const callback = /^\/api\/(messages\/proactive|livechat\/messages)$/;
const activity = /^\/api\/messages$/;
const anything = /^/;
const faults = ['faults on the way'] as const;

interface Party {
  readonly name: string;
  readonly way: Way;
}

const parties: readonly Party[] = [
  { name: 'live chat', way: 'toLiveChat' },
  { name: 'teams', way: 'toTeams' },
];

interface StatusFor {
  readonly for: number;
  readonly 'retry after'?: number;
  readonly code?: string;
}

const statusFor = z.union([
  duration.transform((ms): StatusFor => ({ for: ms })),
  z.strictObject({
    for: duration,
    'retry after': duration.exactOptional().describe('What the party asks for with Retry-After.'),
    code: z.string().exactOptional().describe('The error code in the body, such as BotDisabledByAdmin.'),
  }),
]);

/** What can go wrong with a party that the bridge calls. */
const partyVerbs = ({ name, way }: Party): readonly Verb[] => [
  verb({
    words: `${name} is down for`,
    about: 'Connections are refused for so long; with null, until it is up again.',
    example: `${name} is down for: 10 min`,
    needs: faults,
    value: duration.nullable(),
    play: (stage, ms) => stage.isDown(way, ms ?? undefined),
  }),
  verb({
    words: `${name} is up again`,
    about: 'Whatever was wrong with it is over.',
    example: `${name} is up again:`,
    needs: faults,
    value: z.null(),
    play: (stage) => stage.isWellAgain(way),
  }),
  verb({
    words: `${name} answers <status> for`,
    about: 'Every request of the bridge gets this status for so long.',
    example: `${name} answers 503 for: 1 min`,
    needs: faults,
    value: statusFor,
    play: (stage, { for: ms, 'retry after': retryAfterMs, code }, status) =>
      stage.has(way, ms, {
        kind: 'answers',
        status: Number(status),
        ...(retryAfterMs !== undefined && { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }),
        ...(code !== undefined && { code }),
      }),
  }),
  verb({
    words: `a page hides ${name} with <status> for`,
    about: 'A login page, firewall or ingress answers every request of the bridge in its place, for so long.',
    example: `a page hides ${name} with 404 for: 1 min`,
    needs: faults,
    value: duration,
    play: (stage, ms, status) => stage.has(way, ms, { kind: 'is hidden', status: Number(status) }),
  }),
  verb({
    words: `${name} is silent for`,
    about: 'Requests are taken and never answered, for so long.',
    example: `${name} is silent for: 30 s`,
    needs: faults,
    value: duration,
    play: (stage, ms) => stage.has(way, ms, { kind: 'is silent' }),
  }),
  verb({
    words: `${name} takes`,
    about: 'From now on every answer takes so long.',
    example: `${name} takes: 4 s`,
    needs: faults,
    value: duration,
    play: (stage, ms) => stage.has(way, undefined, { kind: 'is slow', ms }),
  }),
  verb({
    words: `answer of ${name} is lost`,
    about: 'The party does what it is asked, and the connection is cut before its answer; so many times.',
    example: `answer of ${name} is lost: 1`,
    needs: faults,
    value: z.int().min(1),
    play: (stage, times) =>
      stage.next(way, { kind: 'reset-after' }, { times, path: way === 'toTeams' ? /activities/ : anything }),
  }),
];

const refusals = ['closed', 'no-agents', 'unavailable'] as const;

/** What happens on the way to the bridge. */
const onTheWay: readonly Verb[] = [
  verb({
    words: 'live chat refuses',
    about: 'The live chat opens no new chats: closed, no-agents or unavailable; null ends it.',
    example: 'live chat refuses: closed',
    needs: ['our own desk'],
    value: z.enum(refusals).nullable(),
    play: (stage, reason) => stage.refuses(reason ?? undefined),
  }),
  verb({
    words: "agent's reply arrives twice",
    about: 'The next callback of the live chat reaches the bridge twice at once.',
    example: "agent's reply arrives twice:",
    needs: faults,
    value: z.null(),
    play: (stage) => stage.next('toBridge', { kind: 'duplicate', copies: 2 }, { path: callback }),
  }),
  verb({
    words: "answer to the agent's reply is lost",
    about: 'The bridge takes the next callback, but the live chat does not hear that, and repeats it.',
    example: "answer to the agent's reply is lost:",
    needs: faults,
    value: z.null(),
    play: (stage) => stage.next('toBridge', { kind: 'reset-after' }, { path: callback }),
  }),
  verb({
    words: "agent's reply is lost on the way",
    about:
      'The connection of the next callback is cut before the bridge has seen it; the live chat repeats it.',
    example: "agent's reply is lost on the way:",
    needs: faults,
    value: z.null(),
    play: (stage) => stage.next('toBridge', { kind: 'reset-before' }, { path: callback }),
  }),
  verb({
    words: "customer's message arrives twice",
    about: 'The next activity of the copilot reaches the bridge twice at once.',
    example: "customer's message arrives twice:",
    needs: faults,
    value: z.null(),
    play: (stage) => stage.next('toBridge', { kind: 'duplicate', copies: 2 }, { path: activity }),
  }),
  verb({
    words: 'next message to teams arrives twice',
    about:
      'The network doubles what the bridge sends to Teams, which knows no key to tell a repeat by. No bridge can help ' +
      'that: the report shows the promise as broken. It is here to see a story fail.',
    example: 'next message to teams arrives twice:',
    needs: faults,
    value: z.null(),
    play: (stage) => stage.next('toTeams', { kind: 'duplicate', copies: 2 }, { path: /activities/ }),
  }),
  verb({
    words: 'copilot repeats the next activity',
    about:
      'The answer to the next activity comes too late for Copilot Studio, which delivers the activity again.',
    example: 'copilot repeats the next activity:',
    needs: faults,
    value: z.null(),
    play: (stage) => stage.copilotRepeats(),
  }),
];

const moments = {
  'as it calls the live chat': { way: 'toLiveChat', moment: 'request', path: anything },
  'once the live chat has answered': { way: 'toLiveChat', moment: 'answer', path: anything },
  'as it calls teams': { way: 'toTeams', moment: 'request', path: /activities/ },
  'once teams has answered': { way: 'toTeams', moment: 'answer', path: /activities/ },
  "as an agent's reply comes": { way: 'toBridge', moment: 'request', path: callback },
  "once it has taken an agent's reply": { way: 'toBridge', moment: 'answer', path: callback },
  "as a customer's message comes": { way: 'toBridge', moment: 'request', path: activity },
  "once it has taken a customer's message": { way: 'toBridge', moment: 'answer', path: activity },
} as const;

const momentNames = Object.keys(moments) as [keyof typeof moments, ...(keyof typeof moments)[]];
const ours = ['our own bridge'] as const;

/** What happens to the bridge itself. */
const bridgeVerbs: readonly Verb[] = [
  verb({
    words: 'bridge is killed',
    about: 'kill -9 and a new start, now or at a moment to come.',
    example: 'bridge is killed: as it calls the live chat',
    needs: ours,
    value: z.enum(momentNames).nullable(),
    play: (stage, moment) => (moment === null ? stage.kill() : stage.killAt(moments[moment])),
  }),
  verb({
    words: 'bridge is down for',
    about: 'kill -9, and a new start after so long.',
    example: 'bridge is down for: 2 min',
    needs: ours,
    value: duration,
    play: (stage, ms) => stage.bridgeIsDown(ms),
  }),
  verb({
    words: 'bridge is restarted',
    about: 'Stopped in an orderly way and started again, as in a deployment.',
    example: 'bridge is restarted:',
    needs: ours,
    value: z.null(),
    play: (stage) => stage.restart(),
  }),
];

export const faultVerbs: readonly Verb[] = [...parties.flatMap(partyVerbs), ...onTheWay, ...bridgeVerbs];
