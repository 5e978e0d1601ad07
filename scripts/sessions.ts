import { z } from 'zod';
import { printableLine } from '../src/domain/printable.ts';
import {
  type AskBridge,
  argumentsOf,
  bridgeOf,
  Misuse,
  refused,
  runCommand,
} from './operator/operator-call.ts';
import { type Columns, sayTable } from './operator/table.ts';
import { say } from './say.ts';

/* What a running bridge knows of a session: finds it by any id, and shows what happened in it, without what was said. */

const usage = `Usage: npm run sessions -- find ID
       npm run sessions -- show SESSION
ID is that of a conversation, a customer, a live chat, a session or a message.
Options: --url https://…   the bridge, http://127.0.0.1:5001 by default
The token is HANDOFF_ADMIN_TOKEN, in the environment or in .env.`;

const summary = z.looseObject({
  id: z.string(),
  status: z.string(),
  reason: z.string().optional(),
  conversationId: z.string(),
  customerId: z.string(),
  liveChatId: z.string().optional(),
  requestedAt: z.string(),
});
const listed = z.object({ sessions: z.array(summary) });
type Session = z.infer<typeof summary>;

const message = z.looseObject({
  id: z.string(),
  direction: z.string(),
  kind: z.string(),
  bytes: z.number(),
  state: z.string(),
  acceptedAt: z.string(),
  settledAt: z.string().optional(),
  attempts: z.number(),
  cause: z.string().optional(),
  dueAt: z.string().optional(),
});
const timeline = z.object({
  session: summary,
  findings: z.array(z.object({ text: z.string(), advice: z.string() })),
  events: z.array(z.object({ at: z.string(), type: z.string(), detail: z.string().optional() })),
  messages: z.array(message),
  isShortened: z.boolean(),
});
type Message = z.infer<typeof message>;

const sessionColumns: Columns<Session> = [
  ['SESSION', ({ id }) => id],
  ['STATUS', ({ status, reason }) => (reason === undefined ? status : `${status} (${reason})`)],
  ['REQUESTED', ({ requestedAt }) => requestedAt],
  ['LIVE CHAT', ({ liveChatId = '' }) => liveChatId],
  ['CONVERSATION', ({ conversationId }) => conversationId],
];

const messageColumns: Columns<Message> = [
  ['ACCEPTED', ({ acceptedAt }) => acceptedAt],
  ['MESSAGE', ({ id }) => id],
  ['DIRECTION', ({ direction }) => direction],
  ['KIND', ({ kind }) => kind],
  ['BYTES', ({ bytes }) => `${bytes}`],
  ['STATE', ({ state }) => state],
  ['ATTEMPTS', ({ attempts }) => `${attempts}`],
  ['SINCE, OR NEXT', ({ settledAt, dueAt = '' }) => settledAt ?? `next ${dueAt}`],
  ['CAUSE', ({ cause = '' }) => cause],
];

runCommand(usage, async () => {
  const given = argumentsOf(process.argv.slice(2), ['--url']);
  const [command, id, ...rest] = given.words;
  if (id === undefined || rest.length > 0) throw new Misuse('Which session?');
  if (command !== 'find' && command !== 'show') throw new Misuse(`${command} is not a command.`);
  const ask = bridgeOf(given);
  if (command === 'show') return show(ask, id);
  await find(ask, id);
});

async function find(ask: AskBridge, id: string): Promise<void> {
  const answer = await ask('GET', `/admin/sessions?id=${encodeURIComponent(id)}`);
  if (answer.status !== 200) throw refused(answer);
  const { sessions } = listed.parse(answer.body);
  const [only] = sessions;
  if (only === undefined) return say('No session has this id, or none any more.');
  if (sessions.length === 1) return show(ask, only.id);
  sayTable(sessionColumns, sessions);
}

async function show(ask: AskBridge, id: string): Promise<void> {
  const answer = await ask('GET', `/admin/sessions/${encodeURIComponent(id)}`);
  if (answer.status !== 200) throw refused(answer);
  const { session, findings, events, messages, isShortened } = timeline.parse(answer.body);
  sayTable(sessionColumns, [session]);
  say('');
  for (const { text, advice } of findings) say(`${printableLine(text)}\n    ${printableLine(advice)}`);
  say('');
  if (isShortened) say('The beginning is missing, since there was too much to keep.');
  for (const { at, type, detail = '' } of events) say(printableLine(`${at}  ${type}  ${detail}`.trimEnd()));
  say('');
  sayTable(messageColumns, messages);
}
